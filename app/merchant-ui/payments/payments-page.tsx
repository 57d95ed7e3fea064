import { BlockStack, Card } from "@shopify/polaris";
import type { PaymentList } from "#app/payments/payment-list.ts";
import { MerchantPage } from "../merchant-page.tsx";
import { useWords } from "../words.tsx";
import { BulkAnswer, useBulkActs } from "./bulk-acts.tsx";
import { EmptyList } from "./empty-list.tsx";
import { ListFoot } from "./list-foot.tsx";
import { ListTotals } from "./list-totals.tsx";
import { ListFilters } from "./list-filters.tsx";
import { PaymentTable } from "./payment-table.tsx";

/** The payments of the shop: views, search and filters, and one page of what they find. */
export function PaymentsPage({ list }: { list: PaymentList }) {
  const { say } = useWords();
  const bulk = useBulkActs();
  const hasNothing = !list.shop.hasPayments;
  return (
    <MerchantPage title={say("list.title")} width="full">
      <BulkAnswer bulk={bulk} />
      {hasNothing ? (
        <Card>
          <EmptyList list={list} />
        </Card>
      ) : (
        <BlockStack gap="400">
          <Card padding="0">
            <div className="payments-filters">
              <ListFilters list={list} />
            </div>
            {list.rows.length === 0 ? <EmptyList list={list} /> : <PaymentTable list={list} bulk={bulk} />}
          </Card>
          {list.rows.length > 0 && <ListFoot list={list} />}
          {list.rows.length > 0 && <ListTotals list={list} />}
        </BlockStack>
      )}
    </MerchantPage>
  );
}
