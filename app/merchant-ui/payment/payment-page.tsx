import { Badge, BlockStack, InlineStack, Layout } from "@shopify/polaris";
import type { PaymentMoney } from "#app/books/payment-money.ts";
import type { PaymentDetail } from "#app/payments/payment-detail.ts";
import type { SlipsView } from "#app/payments/slip-matches.ts";
import type { ListedRefund } from "#app/refunds/refund-list.ts";
import { useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { StatusBadge } from "../status-badge.tsx";
import { useWords } from "../words.tsx";
import { ActsCard } from "./acts-card.tsx";
import { AttemptsCard } from "./attempts-card.tsx";
import { CasesCard } from "./cases-card.tsx";
import { ContactCard } from "./contact-card.tsx";
import { MessagesCard } from "./messages-card.tsx";
import { MoneyCard } from "./money-card.tsx";
import { NotesCard } from "./notes-card.tsx";
import { RefundsCard } from "./refunds-card.tsx";
import { SimulateCard } from "./simulate-card.tsx";
import { SlipsCard } from "./slips-card.tsx";
import { SummaryCard } from "./summary-card.tsx";
import { TimelineCard } from "./timeline-card.tsx";

/** One payment: what it is, what happened, what can be done. */
export function PaymentPage(props: {
  payment: PaymentDetail;
  refunds: readonly ListedRefund[];
  slips?: SlipsView | null;
  money?: PaymentMoney | null;
}) {
  const { payment, refunds, slips = null, money: ofMoney = null } = props;
  const { say, money } = useWords();
  const list = useAddress("/app/payments");
  const story = useAddress("/app/search", { payment: payment.id });
  return (
    <MerchantPage
      title={money(payment.amount)}
      subtitle={say("detail.subtitle", { id: payment.sessionId })}
      back={{ label: say("detail.back"), url: list }}
      secondaryActions={[{ label: say("story.fromPayment"), url: story }]}
      badge={
        <InlineStack gap="200">
          <StatusBadge status={payment.status} />
          {payment.test && <Badge tone="info">{say("status.mode.test")}</Badge>}
        </InlineStack>
      }
    >
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {payment.cases.length > 0 && <CasesCard cases={payment.cases} />}
            {slips && <SlipsCard view={slips} />}
            <SummaryCard payment={payment} />
            {ofMoney && <MoneyCard money={ofMoney} />}
            {refunds.length > 0 && <RefundsCard refunds={refunds} />}
            <TimelineCard lines={payment.timeline} />
            <MessagesCard toShopify={payment.toShopify} fromPagoEfectivo={payment.fromPagoEfectivo} />
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <BlockStack gap="400">
            <ActsCard payment={payment} />
            {payment.test && <SimulateCard refusal={payment.acts.simulate} />}
            <ContactCard contact={payment.contact} />
            {payment.attempts.length > 0 && <AttemptsCard attempts={payment.attempts} />}
            <NotesCard notes={payment.notes} />
          </BlockStack>
        </Layout.Section>
      </Layout>
    </MerchantPage>
  );
}
