import { Badge, BlockStack, Box, Card, InlineStack, Text } from "@shopify/polaris";
import type { ListedStatement, StatementsView, WaitingUpload } from "#app/books/statement-upload.ts";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { useWords } from "../words.tsx";
import { dayText } from "./statement-words.ts";
import { UploadCard } from "./upload-card.tsx";

/** What outside parties say of the shop's money: a file to add, those on their way, and all that are stored. */
export function StatementsPage({ view }: { view: StatementsView }) {
  const { say } = useWords();
  const books = useAddress("/app/books");
  return (
    <MerchantPage
      title={say("statements.title")}
      subtitle={say("statements.subtitle")}
      back={{ label: say("books.title"), url: books }}
    >
      <BlockStack gap="400">
        <UploadCard />
        {view.waiting.length > 0 && <WaitingCard waiting={view.waiting} />}
        <StoredCard view={view} />
      </BlockStack>
    </MerchantPage>
  );
}

function WaitingCard({ waiting }: { waiting: readonly WaitingUpload[] }) {
  const { say } = useWords();
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {say("statements.waiting.title")}
          </Text>
          <Text as="p" tone="subdued" variant="bodySm">
            {say("statements.waiting.help")}
          </Text>
        </BlockStack>
      </Box>
      <ul className="desk-list">
        {waiting.map((upload) => (
          <WaitingLine key={upload.id} upload={upload} />
        ))}
      </ul>
    </Card>
  );
}

function WaitingLine({ upload }: { upload: WaitingUpload }) {
  const { say, shortMoment } = useWords();
  const url = useAddress(`/app/books/statements/${upload.id}`);
  return (
    <li>
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <MerchantLink url={url} monochrome removeUnderline>
            <Text as="span" fontWeight="semibold" breakWord>
              {upload.fileName}
            </Text>
          </MerchantLink>
          <Badge tone={upload.state === "refused" ? "warning" : "attention"}>
            {say(`statements.state.${upload.state}`)}
          </Badge>
        </InlineStack>
        <p className="desk-facts">
          <span>{say("statements.waiting.row", { moment: shortMoment(upload.begunAt) })}</span>
        </p>
      </BlockStack>
    </li>
  );
}

function StoredCard({ view }: { view: StatementsView }) {
  const { say } = useWords();
  return (
    <Card padding="0">
      <Box padding="400">
        <Text as="h2" variant="headingMd">
          {say("statements.list.title")}
        </Text>
      </Box>
      {view.statements.length === 0 ? (
        <Box paddingInline="400" paddingBlockEnd="400">
          <Text as="p">{say("statements.list.none")}</Text>
        </Box>
      ) : (
        <ul className="desk-list">
          {view.statements.map((statement) => (
            <StatementLine key={statement.id} statement={statement} />
          ))}
        </ul>
      )}
      {view.hasMore && (
        <Box padding="400">
          <Text as="p" tone="subdued" alignment="center">
            {say("statements.list.more", { count: view.statements.length })}
          </Text>
        </Box>
      )}
    </Card>
  );
}

function StatementLine({ statement }: { statement: ListedStatement }) {
  const words = useWords();
  const { say, shortMoment } = words;
  const { fromDay, toDay, contentHash } = statement;
  return (
    <li>
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <Text as="span" fontWeight="semibold" breakWord>
            {statement.fileName}
          </Text>
          <Badge>{say(`statements.kind.${statement.kind}`)}</Badge>
        </InlineStack>
        <p className="desk-facts">
          <span>{say("statements.list.lines", { count: statement.rowCount })}</span>
          <span>
            {say("statements.list.days", { from: dayText(fromDay, words), to: dayText(toDay, words) })}
          </span>
          <span>
            {say("statements.list.by", {
              name: statement.uploadedBy,
              moment: shortMoment(statement.uploadedAt),
            })}
          </span>
          <span>{say("statements.list.hash", { hash: `${contentHash.slice(0, 16)}…` })}</span>
        </p>
      </BlockStack>
    </li>
  );
}
