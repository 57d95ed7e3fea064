import { BlockStack, Card, Text } from "@shopify/polaris";
import { FIELDS_OF, type StatementField } from "#app/books/statement-fields.ts";
import type { StatementMapping } from "#app/books/statement-mapping.ts";
import { rowReader, type ReadRow } from "#app/books/statement-row-reader.ts";
import type { StatementRow } from "#app/books/statement-row.ts";
import type { UploadPreview } from "#app/books/statement-upload.ts";
import { useWords, type MerchantWords } from "../words.tsx";
import { dayText } from "./statement-words.ts";

/** The first lines as they would be stored: by the very rules that read the whole file. */
export function PreviewCard({ preview, mapping }: { preview: UploadPreview; mapping: StatementMapping }) {
  const { say } = useWords();
  const fields = FIELDS_OF[mapping.kind].filter((field) => mapping.columns[field] !== undefined);
  const reader = rowReader({
    ...{ mapping, headingLine: preview.headingLine, width: preview.headings.length },
    // Whether lines are cut short is seen when all are read; here empty cells of people stand for theirs.
    ...{ isStrict: false, is1904: preview.is1904, isOpenEnded: false },
  });
  const rows = preview.rows.map((row) => ({ line: row.line, read: reader.read(row) }));
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd" id="statement-preview">
          {say("statements.preview.title")}
        </Text>
        {/* Wider than a phone: whoever uses a keyboard must be able to move it. */}
        <div className="statement-preview" role="region" aria-labelledby="statement-preview" tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{say("statements.preview.line")}</th>
                {fields.map((field) => (
                  <th scope="col" key={field}>
                    {say(`statements.field.${field}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ line, read }) => (
                <tr key={line}>
                  <th scope="row">{line}</th>
                  <PreviewCells read={read} fields={fields} />
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </BlockStack>
    </Card>
  );
}

function PreviewCells({ read, fields }: { read: ReadRow; fields: readonly StatementField[] }) {
  const words = useWords();
  const { say } = words;
  if (read.kind === "row")
    return fields.map((field) => <td key={field}>{shown(read.row, field, words)}</td>);
  if (read.kind === "nothing") return <td colSpan={fields.length}>{say("statements.preview.skipped")}</td>;
  const { field, reason } = read.problem;
  const why = say(`statements.why.${reason}`);
  return (
    <td colSpan={fields.length}>
      <Text as="span" tone="critical">
        {field === null ? why : `${say(`statements.field.${field}`)}: ${why}`}
      </Text>
    </td>
  );
}

function shown(row: StatementRow, field: StatementField, words: MerchantWords): string {
  const amount = (centimos: number | null) =>
    centimos === null
      ? "—"
      : `${centimos < 0 ? "−" : ""}${words.money({ centimos: Math.abs(centimos), currency: row.currency })}`;
  const moment = (instant: string | null) => (instant === null ? "—" : words.shortMoment(instant));
  switch (field) {
    case "amount":
      return amount(row.amountCentimos);
    case "fee":
      return amount(row.feeCentimos);
    case "igv":
      return amount(row.igvCentimos);
    case "net":
      return amount(row.netCentimos);
    case "issuedAt":
    case "paidAt":
    case "expiresAt":
      return moment(row[field]);
    case "settledOn":
      return row.settledOn === null ? "—" : dayText(row.settledOn, words);
    case "state":
      return words.say(`statements.rowState.${row.state}`);
    case "currency":
      return row.currency;
    case "cip":
    case "transactionCode":
    case "operationNumber":
    case "channel":
    case "settlementRef":
      return row[field] ?? "—";
  }
}
