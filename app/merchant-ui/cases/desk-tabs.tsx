import { Link } from "@remix-run/react";
import { Box } from "@shopify/polaris";
import { useAddress } from "../merchant-link.tsx";
import { useWords } from "../words.tsx";

const TABS = [
  { name: "cases", path: "/app/cases" },
  { name: "reports", path: "/app/cases/reports" },
  { name: "settings", path: "/app/cases/settings" },
] as const;

/** The pages of the desk, on each of them. */
export function DeskTabs({ current }: { current: (typeof TABS)[number]["name"] }) {
  const { say } = useWords();
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <nav aria-label={say("cases.tabs")} className="desk-tabs">
        {TABS.map(({ name, path }) => (
          <DeskLink key={name} path={path} isCurrent={name === current}>
            {say(`cases.tab.${name}`)}
          </DeskLink>
        ))}
      </nav>
    </Box>
  );
}

/** One of several places, of which one is the one that is shown. */
export function DeskLink(props: {
  path: string;
  query?: Record<string, string | null>;
  isCurrent: boolean;
  children: string;
}) {
  const url = useAddress(props.path, props.query);
  return (
    <Link to={url} className="desk-link" {...(props.isCurrent && { "aria-current": "page" as const })}>
      {props.children}
    </Link>
  );
}
