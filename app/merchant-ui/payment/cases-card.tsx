import { Banner, BlockStack, Text } from "@shopify/polaris";
import type { CaseKind } from "#app/payments/case-kind.ts";
import type { PaymentDetail } from "#app/payments/payment-detail.ts";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { useWords } from "../words.tsx";

/** What a person must decide, first of all; what was decided stays as a line. */
export function CasesCard({ cases }: { cases: PaymentDetail["cases"] }) {
  const { say, money, shortMoment } = useWords();
  const open = cases.filter(({ isOpen }) => isOpen);
  if (open.length === 0) return null;
  return (
    <Banner tone="warning" title={say("detail.cases.title", { count: open.length })}>
      <BlockStack gap="300">
        {open.map((one) => (
          <BlockStack gap="100" key={one.id}>
            <Text as="p">{say(`detail.case.${one.kind}`)}</Text>
            <CaseLink caseId={one.id} kind={one.kind} />
            <Text as="p" variant="bodySm">
              {one.held && `${say("detail.cases.held", { amount: money(one.held) })} `}
              {say("detail.cases.since", { moment: shortMoment(one.openedAt) })}
            </Text>
          </BlockStack>
        ))}
      </BlockStack>
    </Banner>
  );
}

/** The desk has the evidence, and the answers. */
function CaseLink({ caseId, kind }: { caseId: string; kind: CaseKind }) {
  const { say } = useWords();
  const url = useAddress(`/app/cases/${caseId}`);
  return (
    <div>
      <MerchantLink
        url={url}
        accessibilityLabel={`${say("detail.cases.open")}: ${say(`cases.what.${kind}`)}`}
      >
        {say("detail.cases.open")}
      </MerchantLink>
    </div>
  );
}
