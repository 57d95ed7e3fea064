import { BlockStack, Card, Text } from "@shopify/polaris";
import type { CloseView } from "#app/books/close-page.ts";
import type { CloseSum } from "#app/books/close-totals.ts";
import type { Currency } from "#app/lib/money.ts";
import { signedMoney } from "#app/messages/close-sentence.ts";
import { useWords } from "../words.tsx";

const FIGURES = ["here", "there", "settled", "fee", "igv", "net"] as const;

/** What the close adds up to, by result and currency; the last lines are the sums. */
export function TotalsCard({ view }: { view: CloseView }) {
  const { say } = useWords();
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("books.totals.title")}
        </Text>
        {view.totals.length === 0 ? (
          <Text as="p">{say("books.totals.none")}</Text>
        ) : (
          <div className="books-table" role="region" aria-label={say("books.totals.caption")} tabIndex={0}>
            <table>
              <thead>
                <tr>
                  {(["bucket", "currency", "entries", ...FIGURES] as const).map((name) => (
                    <th key={name} scope="col">
                      {say(`books.totals.${name}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {view.totals.map((total) => (
                  <Line
                    key={`${total.bucket} ${total.currency}`}
                    name={say(`books.bucket.${total.bucket}`)}
                    sum={total}
                  />
                ))}
              </tbody>
              <tbody>
                {view.sums.map((sum) => (
                  <Line key={sum.currency} name={say("books.totals.sum")} sum={sum} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </BlockStack>
    </Card>
  );
}

function Line({ name, sum }: { name: string; sum: CloseSum & { currency: Currency } }) {
  const { number } = useWords();
  const { currency } = sum;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{currency}</td>
      <td>{number(sum.entries)}</td>
      {FIGURES.map((figure) => (
        <td key={figure}>{signedMoney({ centimos: sum[`${figure}Centimos`], currency })}</td>
      ))}
    </tr>
  );
}
