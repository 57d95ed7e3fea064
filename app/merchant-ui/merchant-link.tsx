import { Link } from "@remix-run/react";
import { Link as PolarisLink } from "@shopify/polaris";
import { forwardRef, type ComponentPropsWithoutRef, type ReactNode } from "react";
import { useAdminFrame } from "./admin-frame.tsx";

type Query = Record<string, string | null | undefined>;

/** An address of ours with its query, and with what this page must be opened with again. */
export function useAddress(path: string, query: Query = {}): string {
  return addressOf(path, query, useAdminFrame().keptQuery);
}

export function addressOf(path: string, query: Query, kept: Record<string, string> = {}): string {
  const [bare = "", own = ""] = path.split("?");
  const search = new URLSearchParams(own);
  for (const [name, value] of [...Object.entries(kept), ...Object.entries(query)]) {
    if (value !== null && value !== undefined && value !== "") search.set(name, value);
  }
  const text = search.toString();
  return text === "" ? bare : `${bare}?${text}`;
}

/** A link inside a sentence or a list: to a page of ours, or with `external` to somebody else's, in a new tab. */
export function MerchantLink(props: {
  url: string;
  external?: boolean;
  monochrome?: boolean;
  removeUnderline?: boolean;
  accessibilityLabel?: string;
  children: ReactNode;
}) {
  const { children, ...rest } = props;
  return <PolarisLink {...rest}>{children}</PolarisLink>;
}

type PolarisLinkProps = Omit<ComponentPropsWithoutRef<"a">, "href" | "target" | "disabled"> & {
  url: string;
  external?: boolean;
  target?: "_blank" | "_self" | "_parent" | "_top";
};

/** What Polaris renders wherever it is given a `url`: Remix's link to our own pages, a plain one elsewhere. */
export const LinkOfPolaris = forwardRef<HTMLAnchorElement, PolarisLinkProps>(function LinkOfPolaris(
  { url, external, children, ...rest },
  ref,
) {
  const isOwnPage = /^\/app(?:[/?#]|$)/.test(url) && !external && rest.download === undefined;
  if (isOwnPage) {
    return (
      <Link to={url} ref={ref} {...rest}>
        {children}
      </Link>
    );
  }
  const elsewhere = external ? { target: "_blank", rel: "noopener noreferrer" } : {};
  return (
    <a href={url} ref={ref} {...rest} {...elsewhere}>
      {children}
    </a>
  );
});
