import type { Context } from "hono";
import { html } from "hono/html";

/** HTML made by the `html` template, which escapes what is put into it. */
export type Html = ReturnType<typeof html>;

const STYLE = html`<style>
  :root {
    --ink: #1f2328;
    --soft: #5a6270;
    --line: #d5d9e0;
    --brand: #1f5fbf;
    --paper: #f4f5f7;
  }
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0;
    background: var(--paper);
    color: var(--ink);
    font:
      1rem/1.5 system-ui,
      sans-serif;
  }
  header {
    background: #fff;
    border-bottom: 1px solid var(--line);
    padding: 1rem;
  }
  header p {
    max-width: 60rem;
    margin: 0 auto;
    font-weight: 600;
  }
  main {
    max-width: 60rem;
    margin: 1.5rem auto;
    padding: 0 1rem;
  }
  .card {
    background: #fff;
    border: 1px solid var(--line);
    border-radius: 0.5rem;
    padding: 1.25rem;
    margin-bottom: 1rem;
  }
  .narrow {
    max-width: 34rem;
    margin-left: auto;
    margin-right: auto;
  }
  h1 {
    font-size: 1.5rem;
    margin: 0 0 1rem;
  }
  h2,
  legend {
    font-size: 1.1rem;
    font-weight: 600;
    margin: 0 0 0.5rem;
  }
  legend {
    padding: 0;
  }
  fieldset {
    border: 0;
    margin: 0 0 1.25rem;
    padding: 0;
  }
  label {
    display: block;
    margin: 0.5rem 0 0.25rem;
  }
  input[type="text"],
  input[type="email"],
  input[type="tel"],
  select {
    width: 100%;
    padding: 0.6rem;
    border: 1px solid #737b88;
    border-radius: 0.35rem;
    font: inherit;
    background: #fff;
  }
  :focus-visible {
    outline: 3px solid var(--brand);
    outline-offset: 2px;
  }
  button {
    width: 100%;
    min-height: 3rem;
    border: 0;
    border-radius: 0.35rem;
    background: var(--brand);
    color: #fff;
    font: inherit;
    font-weight: 600;
    cursor: pointer;
  }
  .choice {
    border: 1px solid var(--line);
    border-radius: 0.35rem;
    padding: 0.75rem;
  }
  .choice label {
    display: inline;
    margin: 0;
  }
  .hint {
    display: block;
    color: var(--soft);
    font-size: 0.9rem;
    margin-top: 0.25rem;
  }
  .alert {
    border-left: 4px solid #b3261e;
    background: #fdecea;
    padding: 0.75rem 1rem;
    margin: 0 0 1rem;
  }
  .state {
    display: inline-block;
    border-radius: 1rem;
    padding: 0.1rem 0.75rem;
    border: 1px solid;
    font-weight: 600;
    white-space: nowrap;
  }
  .paid {
    background: #e3f4e8;
    color: #14532d;
  }
  .pending {
    background: #fff4d6;
    color: #5c4300;
  }
  .expired {
    background: #eceef1;
    color: #3c434d;
  }
  .failed {
    background: #fdecea;
    color: #8c1d18;
  }
  .table {
    overflow-x: auto;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  caption {
    text-align: left;
    color: var(--soft);
    padding-bottom: 0.5rem;
  }
  th,
  td {
    text-align: left;
    padding: 0.6rem 0.75rem 0.6rem 0;
    border-bottom: 1px solid var(--line);
    vertical-align: top;
  }
  td.amount,
  th.amount {
    text-align: right;
    white-space: nowrap;
  }
  dl {
    display: grid;
    grid-template-columns: max-content minmax(0, 1fr);
    gap: 0.35rem 1rem;
    margin: 0;
  }
  dt {
    color: var(--soft);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  dd .state {
    white-space: normal;
  }
  code {
    overflow-wrap: anywhere;
  }
</style>`;

/** A whole page, Spanish unless `lang` says otherwise. `shopName` heads it; `title` is also the document's title. */
export function page(input: { shopName: string; title: string; content: Html; lang?: string }): Html {
  return html`<!doctype html>
    <html lang="${input.lang ?? "es-PE"}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${input.title} · ${input.shopName}</title>
        ${STYLE}
      </head>
      <body>
        <header><p>${input.shopName}</p></header>
        <main>${input.content}</main>
      </body>
    </html>`;
}

const SYMBOLS: Record<string, string> = { PEN: "S/", USD: "US$" };

/** Decimal text with its currency as it is written in Peru, `S/ 125.00`. */
export function money(amount: string, currency: string): string {
  return `${SYMBOLS[currency] ?? currency} ${amount}`;
}

const LIMA = new Intl.DateTimeFormat("es-PE", {
  dateStyle: "medium",
  timeStyle: "short",
  timeZone: "America/Lima",
});

/** An instant in Lima's time. */
export function limaTime(instant: Date): string {
  return LIMA.format(instant);
}

/** Answers with a page that is never cached: each shows a state that may change at any moment. */
export async function showPage(
  c: Context,
  content: Html,
  status: 200 | 400 | 404 | 422 | 502 = 200,
): Promise<Response> {
  c.header("Cache-Control", "no-store");
  return c.html(content, status);
}
