import { Badge, BlockStack, Box, Card, Checkbox, InlineStack, Text } from "@shopify/polaris";
import { useState } from "react";
import type { BatchRow, BatchView } from "#app/refunds/batch/batch-page.ts";
import { DownloadButton } from "../../download-button.tsx";
import { MerchantLink, useAddress } from "../../merchant-link.tsx";
import { MerchantPage } from "../../merchant-page.tsx";
import { useWords, type MerchantWords } from "../../words.tsx";
import { BatchAnswerPart } from "./batch-answer.tsx";
import { BatchBadge } from "./batches-page.tsx";
import { NotPaidCard, PaidCard } from "./settle-cards.tsx";
import { useBatchForm } from "./use-batch-form.ts";

const PATH = "/app/refunds/batches";

/** One batch: its file, what is in it, and what became of each refund. */
export function BatchPage({ view }: { view: BatchView }) {
  const { say, money, shortMoment } = useWords();
  const back = useAddress(PATH);
  const form = useBatchForm();
  const [marks, setMarks] = useState<ReadonlySet<string>>(new Set());
  const waiting = view.rows.filter(({ end }) => end.kind === "waiting");
  // What was settled waits no longer, and so is no longer chosen.
  const chosen = waiting.filter(({ refundId }) => marks.has(refundId));
  const mark = (row: BatchRow, isMarked: boolean) =>
    setMarks(
      (before) =>
        new Set([...before].filter((id) => id !== row.refundId).concat(isMarked ? row.refundId : [])),
    );
  return (
    <MerchantPage
      title={say("batches.name", { number: String(view.number) })}
      subtitle={`${say("batches.ready.line", { count: view.count, amount: money(view.total) })} · ${say(
        "batches.row.made",
        { name: view.madeBy, moment: shortMoment(view.madeAt) },
      )}`}
      back={{ label: say("batches.back"), url: back }}
      badge={<BatchBadge waiting={view.waiting} />}
    >
      <BlockStack gap="400">
        <BatchAnswerPart answer={form.answer} />
        <FileCard view={view} />
        <Card padding="0">
          <Box padding="400">
            <BlockStack gap="200">
              <Text as="h2" variant="headingMd">
                {say("batches.rows.title")}
              </Text>
              {waiting.length > 1 && (
                <Checkbox
                  label={say("batches.rows.all")}
                  checked={chosen.length === waiting.length}
                  onChange={(isMarked) =>
                    setMarks(new Set(isMarked ? waiting.map(({ refundId }) => refundId) : []))
                  }
                />
              )}
            </BlockStack>
          </Box>
          <ul className="desk-list">
            {view.rows.map((row) => (
              <RefundLine
                key={row.line}
                row={row}
                isMarked={marks.has(row.refundId)}
                onMark={(isMarked) => mark(row, isMarked)}
              />
            ))}
          </ul>
        </Card>
        {waiting.length > 0 && <PaidCard view={view} chosen={chosen} form={form} />}
        {waiting.length > 0 && <NotPaidCard chosen={chosen} form={form} />}
      </BlockStack>
    </MerchantPage>
  );
}

function FileCard({ view }: { view: BatchView }) {
  const { say } = useWords();
  const url = useAddress(`${PATH}/${view.id}/file`);
  return (
    <Card>
      {view.hasFile ? (
        <BlockStack gap="200">
          <DownloadButton
            url={url}
            label={say("batches.download")}
            failed={say("batches.download.failed")}
            primary={view.waiting > 0}
          />
          <Text as="p" tone="subdued" variant="bodySm">
            {say("batches.download.help")}
          </Text>
        </BlockStack>
      ) : (
        <Text as="p">{say("batches.download.wiped")}</Text>
      )}
    </Card>
  );
}

const TONES = { waiting: "attention", paid: "success", "not-paid": "warning" } as const;

function RefundLine(props: { row: BatchRow; isMarked: boolean; onMark: (isMarked: boolean) => void }) {
  const { row } = props;
  const words = useWords();
  const { say, money } = words;
  const url = useAddress(`/app/refunds/${row.refundId}`);
  const line = String(row.line);
  const amount = money(row.amount);
  return (
    <li>
      <div className="desk-letter">
        {row.end.kind === "waiting" ? (
          <Checkbox
            label={say("batches.rows.choose", { line, amount })}
            labelHidden
            checked={props.isMarked}
            onChange={props.onMark}
          />
        ) : (
          <span />
        )}
        <BlockStack gap="100">
          <InlineStack gap="200" blockAlign="center">
            <MerchantLink url={url} monochrome removeUnderline>
              <Text as="span" fontWeight="semibold">
                {say("batches.rows.open", { line, amount })}
              </Text>
            </MerchantLink>
            <Badge tone={TONES[row.end.kind]}>{say(`batches.end.${row.end.kind}`)}</Badge>
          </InlineStack>
          <p className="desk-facts">
            <span>{whereText(row, words)}</span>
            <span>{say("batches.rows.reference", { reference: row.reference })}</span>
            <span>{say("batches.rows.payment", { id: row.sessionId })}</span>
            {endTexts(row, words).map((text) => (
              <span key={text}>{text}</span>
            ))}
          </p>
        </BlockStack>
      </div>
    </li>
  );
}

function whereText({ hint }: BatchRow, { say }: MerchantWords): string {
  if (hint === null) return say("batches.rows.deleted");
  const kind = say(`batches.kind.${hint.kind}`);
  return say("batches.rows.to", {
    where: hint.bank === null ? kind : `${hint.bank} (${kind})`,
    last4: hint.last4,
    initials: hint.holderInitials,
  });
}

function endTexts({ end }: BatchRow, { say, shortMoment, date }: MerchantWords): string[] {
  switch (end.kind) {
    case "waiting":
      return [];
    case "paid":
      // Noon in Lima: the day is the same wherever it is read.
      return [
        say("batches.end.paidOn", {
          day: date(`${end.on}T17:00:00.000Z`),
          reference: end.reference ?? "—",
        }),
      ];
    case "not-paid":
      return [
        say(`batches.reason.${end.reason}`),
        say("batches.end.takenOut", { name: end.by, moment: shortMoment(end.at) }),
      ];
  }
}
