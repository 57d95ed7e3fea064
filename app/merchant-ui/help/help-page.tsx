import { Banner, BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { HELP_LINKS, type HelpAnswer, type HelpLink, type HelpView } from "#app/help/help-view.ts";
import { DownloadButton } from "../download-button.tsx";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { SearchForm } from "../search-form.tsx";
import { useWords } from "../words.tsx";
import { helpAnchor } from "./help-address.ts";

/** Questions and answers, found by their words; a sheet for shoppers; and where to go on from here. */
export function HelpPage({ view, version }: { view: HelpView; version: string }) {
  const { say } = useWords();
  return (
    <MerchantPage title={say("help.title")}>
      <div className="desk-case">
        <BlockStack gap="400">
          <Card>
            <SearchForm
              path="/app/help"
              typed={view.typed}
              label={say("help.search.label")}
              action={say("help.search.action")}
            />
          </Card>
          <Answers view={view} />
        </BlockStack>
        <div className="desk-side">
          <SheetCard />
          <ToolsCard version={version} />
        </div>
      </div>
    </MerchantPage>
  );
}

function Answers({ view }: { view: HelpView }) {
  const { say } = useWords();
  const all = useAddress("/app/help");
  if (view.count === 0) {
    return (
      <Banner tone="info" title={say("help.none.title")}>
        <BlockStack gap="200" inlineAlign="start">
          <p>{say("help.none.body")}</p>
          <Button url={all}>{say("help.all")}</Button>
        </BlockStack>
      </Banner>
    );
  }
  return (
    <BlockStack gap="400">
      {view.isSearch ? (
        <InlineStack gap="300" blockAlign="center">
          <Text as="p">{say("help.found", { count: view.count })}</Text>
          <MerchantLink url={all}>{say("help.all")}</MerchantLink>
        </InlineStack>
      ) : (
        <nav aria-label={say("help.topics")} className="desk-tabs">
          {view.topics.map(({ topic }) => (
            <a key={topic} className="desk-link" href={`#help-topic-${topic}`}>
              {say(`help.topic.${topic}`)}
            </a>
          ))}
        </nav>
      )}
      {view.topics.map(({ topic, answers }) => (
        <Card key={topic}>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd" id={`help-topic-${topic}`}>
              {say(`help.topic.${topic}`)}
            </Text>
            {answers.map((answer) => (
              <Answer
                key={answer.id}
                answer={answer}
                isOpen={view.isSearch || answer.isAbout}
                view={view}
              />
            ))}
          </BlockStack>
        </Card>
      ))}
    </BlockStack>
  );
}

/** Closed until it is asked for; without scripts the browser opens it all the same. */
function Answer(props: { answer: HelpAnswer; isOpen: boolean; view: HelpView }) {
  const { say, date } = useWords();
  const { answer, isOpen, view } = props;
  // Noon of the day in Lima.
  const day = (text: string) => date(`${text}T17:00:00.000Z`);
  return (
    <details className="help-answer" id={helpAnchor(answer.id)} open={isOpen}>
      <summary>
        <Text as="h3" variant="headingSm">
          {answer.question}
        </Text>
      </summary>
      <BlockStack gap="200">
        <Lines lines={answer.answer} />
        {answer.links.length > 0 && (
          <InlineStack gap="300">
            {answer.links.map((link) => (
              <PageLink key={link} link={link} />
            ))}
          </InlineStack>
        )}
        {answer.sources.map(({ title, address, readOn }) => (
          <Text as="p" tone="subdued" variant="bodySm" key={title}>
            {say("help.source", { title, date: day(readOn) })}
            {address !== null && (
              <>
                {" "}
                <MerchantLink url={address} external>
                  {new URL(address).host}
                </MerchantLink>
              </>
            )}
          </Text>
        ))}
        <Text as="p" tone="subdued" variant="bodySm">
          {say("help.reviewed", { date: day(view.reviewedOn) })}
        </Text>
      </BlockStack>
    </details>
  );
}

/** Lines that begin with `- ` stand together in a list. */
function Lines({ lines }: { lines: readonly string[] }) {
  const groups: { isList: boolean; lines: string[] }[] = [];
  for (const line of lines) {
    const isList = line.startsWith("- ");
    const text = isList ? line.slice(2) : line;
    const last = groups.at(-1);
    if (last?.isList === isList) last.lines.push(text);
    else groups.push({ isList, lines: [text] });
  }
  return (
    <>
      {groups.map((group) =>
        group.isList ? (
          <ul key={group.lines.join()} className="help-list">
            {group.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ) : (
          group.lines.map((line) => (
            <Text as="p" key={line}>
              {line}
            </Text>
          ))
        ),
      )}
    </>
  );
}

function PageLink({ link }: { link: HelpLink }) {
  const { say } = useWords();
  return <MerchantLink url={useAddress(link)}>{say(`help.link.${HELP_LINKS[link]}`)}</MerchantLink>;
}

function SheetCard() {
  const { say } = useWords();
  const [es, en] = [
    useAddress("/app/help/sheet.pdf", { lang: "es" }),
    useAddress("/app/help/sheet.pdf", { lang: "en" }),
  ];
  const failed = say("help.sheet.failed");
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("help.sheet.title")}
        </Text>
        <Text as="p">{say("help.sheet.body")}</Text>
        <DownloadButton url={es} label={say("help.sheet.es")} failed={failed} />
        <DownloadButton url={en} label={say("help.sheet.en")} failed={failed} />
      </BlockStack>
    </Card>
  );
}

function ToolsCard({ version }: { version: string }) {
  const { say, language } = useWords();
  const spoken = language === "es" ? "es" : "en";
  const pages = [
    { label: say("help.tools.privacy"), url: `/privacy?lang=${spoken}` },
    { label: say("help.tools.terms"), url: `/terms?lang=${spoken}` },
    { label: say("help.tools.support"), url: `/support?lang=${spoken}` },
  ];
  const tools = [
    { label: say("help.tools.search"), url: useAddress("/app/search") },
    { label: say("help.tools.guide"), url: useAddress("/app") },
    { label: say("help.tools.doctor"), url: useAddress("/app/doctor") },
  ];
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {say("help.tools.title")}
        </Text>
        <ul className="help-list">
          {tools.map(({ label, url }) => (
            <li key={url}>
              <MerchantLink url={url}>{label}</MerchantLink>
            </li>
          ))}
          {pages.map(({ label, url }) => (
            <li key={url}>
              <MerchantLink url={url} external>
                {label}
              </MerchantLink>
            </li>
          ))}
        </ul>
        <Text as="p" tone="subdued" variant="bodySm">
          {say("help.tools.version", { version })}
        </Text>
      </BlockStack>
    </Card>
  );
}
