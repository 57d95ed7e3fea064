import { BlockStack, Box, Card, Filters, InlineStack, Text } from "@shopify/polaris";
import type { FiguresView } from "#app/figures/figures-view.ts";
import { widened, writeListFilter } from "#app/payments/payment-list-filter.ts";
import { DeskLink } from "../cases/desk-tabs.tsx";
import { DownloadButton } from "../download-button.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { appliedFilters, filterFields } from "../payments/filter-fields.tsx";
import { useWords } from "../words.tsx";
import { useFigureAddresses } from "./figure-addresses.ts";
import { spanText } from "./figure-words.ts";
import { Headline } from "./headline.tsx";
import { OutcomesCard, TimesCard, ValuesCard } from "./outcome-cards.tsx";
import { AmountsCard, ChannelsCard, DaysCard, FunnelCard, HoursCard } from "./steps-cards.tsx";

/** How the shop's payments go: under the filters of the list, in one currency, each number with the payments behind it. */
export function FiguresPage({ view }: { view: FiguresView }) {
  const { say } = useWords();
  const { fileOf } = useFigureAddresses();
  return (
    <MerchantPage title={say("figures.title")} width="full">
      {view.hasPayments ? (
        <BlockStack gap="400">
          <Card padding="0">
            <FigureFilters view={view} />
          </Card>
          <Shown view={view} />
          <Headline view={view} />
          <div className="figures-grid">
            <FunnelCard view={view} />
            <OutcomesCard view={view} />
            <DaysCard view={view} />
            <HoursCard view={view} />
            <AmountsCard view={view} />
            <TimesCard view={view} />
            <ValuesCard view={view} />
            <ChannelsCard view={view} />
          </div>
          <Box paddingInline={{ xs: "400", sm: "0" }}>
            <DownloadButton
              url={fileOf(view)}
              label={say("figures.export")}
              failed={say("figures.exportFailed")}
            />
          </Box>
        </BlockStack>
      ) : (
        <Card>
          <Text as="p">{say("figures.first")}</Text>
        </Card>
      )}
    </MerchantPage>
  );
}

function FigureFilters({ view }: { view: FiguresView }) {
  const words = useWords();
  const { show } = useFigureAddresses();
  const input = { filter: view.asked, words, onChange: show };
  return (
    <Filters
      hideQueryField
      queryValue=""
      onQueryChange={ignore}
      onQueryClear={ignore}
      filters={filterFields(input)}
      appliedFilters={appliedFilters(input)}
      onClearAll={() => show({ ...widened(view.asked), view: "all" })}
    />
  );
}

/** There is no search field: whoever looks for one payment looks in the list. */
function ignore(): void {}

/** Which payments are counted: their days, whether they are test payments, and in which currency. */
function Shown({ view }: { view: FiguresView }) {
  const words = useWords();
  const { say } = words;
  const { filter, asked, currencies, days } = view;
  const [first, last] = [days[0], days.at(-1)];
  const isTestUnasked = filter.mode === "test" && asked.mode === null;
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <BlockStack gap="200">
        {first && last && (
          <Text as="p">
            {say("figures.period", { days: spanText({ from: first.from, to: last.to }, words) })}
          </Text>
        )}
        {isTestUnasked && (
          <Text as="p" tone="subdued">
            {say("home.figures.testOnly")}
          </Text>
        )}
        {currencies.length > 1 && (
          <nav aria-label={say("figures.currency")}>
            <InlineStack gap="100">
              {currencies.map(({ currency, count }) => (
                <DeskLink
                  key={currency}
                  path="/app/figures"
                  query={writeListFilter({ ...asked, currency })}
                  isCurrent={currency === filter.currency}
                >
                  {say("figures.ofCurrency", { currency: say(`connect.currency.${currency}`), count })}
                </DeskLink>
              ))}
            </InlineStack>
          </nav>
        )}
      </BlockStack>
    </Box>
  );
}
