import { Box } from "@shopify/polaris";
import { DeskLink } from "../cases/desk-tabs.tsx";
import { useWords } from "../words.tsx";

const TABS = [
  { name: "refunds", path: "/app/refunds" },
  { name: "batches", path: "/app/refunds/batches" },
  { name: "settings", path: "/app/refunds/settings" },
] as const;

/** The pages of the refund desk, on each of them. */
export function RefundTabs({ current }: { current: (typeof TABS)[number]["name"] }) {
  const { say } = useWords();
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <nav aria-label={say("refunds.tabs")} className="desk-tabs">
        {TABS.map(({ name, path }) => (
          <DeskLink key={name} path={path} isCurrent={name === current}>
            {say(`refunds.tab.${name}`)}
          </DeskLink>
        ))}
      </nav>
    </Box>
  );
}
