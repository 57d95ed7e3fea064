import { Banner } from "@shopify/polaris";

/** Somebody else saved first: said in the page, because a toast would be gone before it is read. */
export function SettingsConflict(props: {
  title: string;
  body: string;
  reloadLabel: string;
  onReload: () => void;
}) {
  return (
    <Banner
      tone="critical"
      title={props.title}
      action={{ content: props.reloadLabel, onAction: props.onReload }}
    >
      {props.body}
    </Banner>
  );
}
