/** Files that merchants and operators hand in, and answers of our own that come back through a browser. */
import { amountReader } from "#app/books/statement-amount.ts";
import { readMoment } from "#app/books/statement-moment.ts";
import { readUploadAnswer } from "#app/books/statement-upload-answer.ts";
import { readCertificates } from "#app/lib/pem-certificates.ts";
import { pngSize } from "#app/lib/png.ts";
import { readAnswer } from "#app/merchant-ui/action-answer.ts";
import { checkReceipt } from "#app/refunds/receipt/receipt-file.ts";
import { readWhole, reportCsv } from "../builders/statement-file.ts";
import { workbook } from "../builders/workbook.ts";
import { bytesOf, jsonOf, type FuzzedParser } from "./fuzzed-parser.ts";

const LINES = [{ cip: "2541865" }, { cip: "2541866", amount: "1,234.50", state: "Generado", paid: "" }];
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

export const PARSERS_OF_FILES: readonly FuzzedParser[] = [
  {
    parsers: [
      "app/books/read-statement.server.ts:readStatement",
      "app/books/statement-texts.server.ts:readTexts",
    ],
    seeds: [
      reportCsv(LINES),
      reportCsv(LINES, ";"),
      "Fecha;Descripción;Abono\r\n24/11/2026;PAGOEFECTIVO;1.234,50\r\n",
      workbook({
        rows: [
          ["CIP", "Monto", "Fecha de pago"],
          ["2541865", "125.50", "24/11/2026"],
        ],
      }).toString("latin1"),
    ],
    read: (text) => readWhole(bytesOf(text)),
  },
  {
    parsers: ["app/books/statement-xml.server.ts:readXml"],
    seeds: [
      '<worksheet><sheetData><row r="1"><c r="A1" t="str"><v>CIP</v></c><c r="B1" t="inlineStr"><is><t>Monto</t></is></c></row></sheetData></worksheet>',
    ],
    read: (text) => readWhole(workbook({ rows: [], entries: { "xl/worksheets/sheet1.xml": text } })),
  },
  {
    parsers: ["app/books/statement-amount.ts:amountReader", "app/books/statement-moment.ts:readMoment"],
    seeds: [
      "1,234.50",
      "1.234,50",
      "S/ 12.00",
      "(3.50)",
      "12.00-",
      "24/11/2026 10:00:00",
      "2026-11-24",
      "45985.5",
    ],
    read: (text) => {
      const reader = amountReader();
      return [
        reader.read(text, 2),
        reader.read(text, 3),
        reader.ambiguousLine(),
        readMoment(text),
        readMoment(text, true),
      ];
    },
  },
  {
    parsers: ["app/refunds/receipt/receipt-file.ts:checkReceipt", "app/lib/png.ts:pngSize"],
    seeds: ["%PDF-1.7\n%âãÏÓ\n1 0 obj\n", PNG.toString("latin1"), "\xff\xd8\xff\xe0\x00\x10JFIF"],
    read: (text) => {
      const bytes = bytesOf(text);
      return [
        checkReceipt({ name: text.slice(-20), claimedType: text.slice(0, 20), bytes }),
        pngSize(bytes),
      ];
    },
  },
  {
    parsers: ["app/lib/pem-certificates.ts:readCertificates"],
    seeds: ["-----BEGIN CERTIFICATE-----\nMIIBAA==\n-----END CERTIFICATE-----\n"],
    read: (text) => readCertificates(text)?.length ?? null,
  },
  {
    parsers: [
      "app/merchant-ui/action-answer.ts:readAnswer",
      "app/books/statement-upload-answer.ts:readUploadAnswer",
    ],
    seeds: [
      '{"kind":"refused","problems":{"helpUrl":"page.problem.helpUrl"}}',
      '{"kind":"ready","uploadId":"01940000-0000-7000-8000-000000000001"}',
      '{"kind":"refused","reason":"file-too-large","line":null}',
    ],
    read: (text) => [readAnswer(jsonOf(text)), readUploadAnswer(jsonOf(text))],
  },
];
