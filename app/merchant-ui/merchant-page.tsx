import { Page } from "@shopify/polaris";
import { useContext, type ReactNode } from "react";
import { PageTitleContext } from "./page-title.ts";

export interface PageAction {
  label: string;
  url?: string;
  onAction?: () => void;
}

export interface MerchantPageProps {
  title: string;
  back?: { label: string; url: string };
  badge?: ReactNode;
  subtitle?: string;
  primaryAction?: PageAction & { disabled?: boolean; loading?: boolean };
  secondaryActions?: (PageAction & { destructive?: boolean })[];
  /** `narrow` for forms, `full` for tables. */
  width?: "narrow" | "full";
  children: ReactNode;
}

/** One page of the admin: its title, the way back, at most one main action. The same in both shells. */
export function MerchantPage(props: MerchantPageProps) {
  const { back, primaryAction: primary, secondaryActions } = props;
  const ShellTitle = useContext(PageTitleContext);
  return (
    <Page
      title={props.title}
      narrowWidth={props.width === "narrow"}
      fullWidth={props.width === "full"}
      {...(props.badge !== undefined && { titleMetadata: props.badge })}
      {...(props.subtitle !== undefined && { subtitle: props.subtitle })}
      {...(back && { backAction: { content: back.label, url: back.url } })}
      {...(primary && { primaryAction: { content: primary.label, ...withoutLabel(primary) } })}
      {...(secondaryActions && {
        secondaryActions: secondaryActions.map((action) => ({
          content: action.label,
          ...withoutLabel(action),
        })),
      })}
    >
      <ShellTitle title={props.title} />
      {props.children}
    </Page>
  );
}

function withoutLabel<Action extends PageAction>({ label: _, ...rest }: Action) {
  return rest;
}
