import { Text } from "@shopify/polaris";
import type { ReactNode } from "react";

export interface Fact {
  label: string;
  value: ReactNode;
}

/** Names and values in pairs, as a list that a screen reader reads in pairs too. */
export function Facts({ facts }: { facts: readonly (Fact | null)[] }) {
  return (
    <dl className="admin-facts">
      {facts
        .filter((fact) => fact !== null)
        .map(({ label, value }) => (
          <div key={label}>
            <dt>
              <Text as="span" tone="subdued">
                {label}
              </Text>
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
