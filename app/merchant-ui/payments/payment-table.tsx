import {
  Badge,
  BlockStack,
  IndexTable,
  InlineStack,
  Link,
  Text,
  useIndexResourceState,
} from "@shopify/polaris";
import { useEffect, useRef } from "react";
import type { ListedPayment, PaymentList } from "#app/payments/payment-list.ts";
import { limaDayStart } from "#app/payments/payment-list-filter.ts";
import { moneyStage } from "#app/payments/payment-money.ts";
import { useAddress } from "../merchant-link.tsx";
import { StatusBadge } from "../status-badge.tsx";
import { useWords, type MerchantWords } from "../words.tsx";
import { useBulkMenu, type BulkActs } from "./bulk-acts.tsx";
import { useListAddress } from "./list-address.ts";

/** One row for each payment. Every row is a real link, and all of a page's rows can be acted on together. */
export function PaymentTable({ list, bulk }: { list: PaymentList; bulk: BulkActs }) {
  const { say } = useWords();
  const { isLoading } = useListAddress();
  const { rows } = list;
  const selection = useIndexResourceState(rows.map(({ id }) => ({ id })));
  const chosen = rows.filter(({ id }) => selection.selectedResources.includes(id));
  const menu = useBulkMenu(bulk, chosen);
  // What was chosen on another page, or before an act, is not meant by the next one.
  const shown = rows.map(({ id, status }) => `${id} ${status}`).join();
  useEffect(() => selection.clearSelection(), [shown, bulk.outcome]);
  const table = useRef<HTMLDivElement>(null);
  // Polaris only says *mixed* of a half-chosen table's box; a browser believes the box itself.
  useEffect(() => {
    for (const box of table.current?.querySelectorAll("input") ?? [])
      box.indeterminate = box.getAttribute("aria-checked") === "mixed";
  });
  return (
    <div className="payments-list" ref={table}>
      <IndexTable
        resourceName={{ singular: say("list.resource.one"), plural: say("list.resource.many") }}
        itemCount={rows.length}
        selectedItemsCount={chosen.length}
        onSelectionChange={selection.handleSelectionChange}
        promotedBulkActions={[menu.check]}
        bulkActions={[menu.voidAll]}
        loading={isLoading}
        headings={[
          { id: "id", title: say("list.column.id") },
          { id: "cip", title: say("list.column.cip") },
          { id: "amount", title: say("list.column.amount"), alignment: "end" },
          { id: "status", title: say("list.column.status") },
          { id: "created", title: say("list.column.created") },
          { id: "due", title: say("list.column.due") },
          { id: "money", title: say("fees.stage.title") },
          { id: "mode", title: say("list.column.mode") },
        ]}
      >
        {rows.map((payment, position) => (
          <PaymentRow
            key={payment.id}
            payment={payment}
            position={position}
            isSelected={selection.selectedResources.includes(payment.id)}
          />
        ))}
      </IndexTable>
      {menu.question}
    </div>
  );
}

function PaymentRow(props: { payment: ListedPayment; position: number; isSelected: boolean }) {
  const words = useWords();
  const { say, shortMoment } = words;
  const { payment } = props;
  const amount = words.money({ centimos: payment.amountCentimos, currency: payment.currency });
  const due = dueText(payment, words);
  return (
    <IndexTable.Row
      id={payment.id}
      position={props.position}
      selected={props.isSelected}
      accessibilityLabel={say("list.row.select", { id: payment.sessionId })}
    >
      <IndexTable.Cell>
        <FirstCell payment={payment} amount={amount} due={due} />
      </IndexTable.Cell>
      <IndexTable.Cell>{payment.cip ?? say("list.row.withoutCode")}</IndexTable.Cell>
      <IndexTable.Cell>
        <Text as="span" numeric alignment="end">
          {amount}
        </Text>
      </IndexTable.Cell>
      <IndexTable.Cell>
        <StatusBadge status={payment.status} />
      </IndexTable.Cell>
      <IndexTable.Cell>{shortMoment(payment.createdAt)}</IndexTable.Cell>
      <IndexTable.Cell>{due}</IndexTable.Cell>
      <IndexTable.Cell>{moneyText(payment, words)}</IndexTable.Cell>
      <IndexTable.Cell>
        <ModeBadge payment={payment} />
      </IndexTable.Cell>
    </IndexTable.Row>
  );
}

/** On a wide screen only the link; on a phone the whole payment. */
function FirstCell(props: { payment: ListedPayment; amount: string; due: string }) {
  const words = useWords();
  const { say } = words;
  const { payment, amount, due } = props;
  const money = moneyText(payment, words);
  const url = useAddress(`/app/payments/${payment.id}`);
  return (
    <BlockStack gap="100">
      <div className="payments-phone">
        <InlineStack gap="200">
          <StatusBadge status={payment.status} />
          <ModeBadge payment={payment} />
        </InlineStack>
      </div>
      <span className="payments-id">
        <Link url={url} dataPrimaryLink monochrome removeUnderline>
          <Text as="span" fontWeight="semibold">
            {payment.sessionId}
          </Text>
        </Link>
      </span>
      <div className="payments-phone">
        <Text as="p" fontWeight="semibold">
          {amount}
        </Text>
        <Text as="p">
          {payment.cip === null ? say("list.row.withoutCode") : say("list.row.cip", { cip: payment.cip })}
        </Text>
        {due !== "" && (
          <Text as="p" tone="subdued">
            {due}
          </Text>
        )}
        {money !== "" && (
          <Text as="p" tone="subdued">
            {money}
          </Text>
        )}
      </div>
    </BlockStack>
  );
}

function ModeBadge({ payment }: { payment: ListedPayment }) {
  const { say } = useWords();
  return payment.test ? <Badge tone="info">{say("status.mode.test")}</Badge> : null;
}

/** How far the money has come, and the day of it where one is known; empty where there is no money. */
function moneyText(payment: ListedPayment, { say, date }: MerchantWords): string {
  const stage = moneyStage(payment);
  if (stage === null) return "";
  const day = stage === "paid-out" ? payment.paidOutOn : stage === "settled" ? payment.settledOn : null;
  const text = say(`fees.stage.${stage}`);
  return day === null
    ? text
    : say("fees.stage.on", { stage: text, day: date(limaDayStart(day).toISOString()) });
}

/** When it was paid, else when its code ends or ended; empty where there is none. */
function dueText(payment: ListedPayment, { say, shortMoment }: MerchantWords): string {
  if (payment.paidAt !== null) return say("list.row.paid", { moment: shortMoment(payment.paidAt) });
  if (payment.expiresAt === null) return "";
  const moment = shortMoment(payment.expiresAt);
  return payment.status === "expired"
    ? say("list.row.expired", { moment })
    : say("list.row.expires", { moment });
}
