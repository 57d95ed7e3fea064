import { Badge, Banner, BlockStack, Box, Card, InlineStack, Text } from "@shopify/polaris";
import type { Match, SearchView } from "#app/story/story-view.ts";
import { useHelpAddress } from "../help/help-address.ts";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { SearchForm } from "../search-form.tsx";
import { StatusBadge } from "../status-badge.tsx";
import { useWords } from "../words.tsx";
import { contactText } from "./contact-text.ts";
import { StoryParts } from "./story-parts.tsx";

const SEARCH_PATH = "/app/search";

/** One box for whatever a shopper gave, and what happened with the payment that it is about. */
export function SearchPage({ view }: { view: SearchView }) {
  const { say } = useWords();
  const isChosen = view.story !== null && view.matches.length > 1;
  return (
    <MerchantPage title={say("story.title")} subtitle={say("story.subtitle")}>
      <BlockStack gap="400">
        <Card>
          <SearchForm
            path={SEARCH_PATH}
            typed={view.typed}
            label={say("story.search.label")}
            help={say("story.search.help")}
            action={say("story.search.action")}
          />
        </Card>
        {!isChosen && <Found view={view} />}
        {isChosen && <BackToMatches typed={view.typed} />}
        {view.story && <StoryParts view={view.story} typed={view.typed} />}
      </BlockStack>
    </MerchantPage>
  );
}

function Found({ view }: { view: SearchView }) {
  const { say } = useWords();
  const help = useHelpAddress("how-long");
  if (view.kind === "nothing-asked" || (view.story && view.matches.length <= 1)) return null;
  if (view.matches.length === 0) {
    return (
      <Banner tone="warning" title={say("story.none.title")}>
        <BlockStack gap="200">
          <p>{say(view.kind === "not-read" ? "story.none.unread" : "story.none.body")}</p>
          <MerchantLink url={help}>{say("story.none.help")}</MerchantLink>
        </BlockStack>
      </Banner>
    );
  }
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {say("story.found.title", { count: view.matches.length })}
          </Text>
          {view.hasMore && <Text as="p">{say("story.found.more", { count: view.matches.length })}</Text>}
        </BlockStack>
      </Box>
      <ul className="desk-list">
        {view.matches.map((match) => (
          <MatchRow key={match.id} match={match} typed={view.typed} />
        ))}
      </ul>
    </Card>
  );
}

function MatchRow({ match, typed }: { match: Match; typed: string }) {
  const { say, money, shortMoment } = useWords();
  const url = useAddress(SEARCH_PATH, { q: typed, payment: match.id });
  const contact = contactText(match.contact);
  const facts = [
    say("story.found.by", { what: match.by.map((meaning) => say(`story.by.${meaning}`)).join(" · ") }),
    match.cip === null ? say("list.row.withoutCode") : say("list.row.cip", { cip: match.cip }),
    say("story.found.created", { moment: shortMoment(match.createdAt) }),
    ...(contact === "" ? [] : [say("story.found.contact", { contact })]),
  ];
  return (
    <li>
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <MerchantLink
            url={url}
            monochrome
            removeUnderline
            accessibilityLabel={`${money(match.amount)}: ${say("story.found.open", { id: match.sessionId })}`}
          >
            <Text as="span" fontWeight="semibold">
              {money(match.amount)}
            </Text>
          </MerchantLink>
          <StatusBadge status={match.status} />
          {match.test && <Badge tone="info">{say("status.mode.test")}</Badge>}
        </InlineStack>
        <p className="desk-facts">
          {facts.map((fact) => (
            <span key={fact}>{fact}</span>
          ))}
        </p>
      </BlockStack>
    </li>
  );
}

function BackToMatches({ typed }: { typed: string }) {
  const { say } = useWords();
  const url = useAddress(SEARCH_PATH, { q: typed });
  return (
    <Box paddingInline={{ xs: "400", sm: "0" }}>
      <MerchantLink url={url}>{say("story.back")}</MerchantLink>
    </Box>
  );
}
