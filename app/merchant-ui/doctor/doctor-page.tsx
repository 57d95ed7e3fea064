import { Badge, Banner, BlockStack, Card, InlineStack, Text } from "@shopify/polaris";
import {
  shopSupportText,
  SHOP_WORDS,
  type ShopHealth,
  type ShopLine,
  type ShopWord,
} from "#app/doctor/shop-words.ts";
import { SIGNS, type Mark } from "#app/doctor/mark.ts";
import { CopyField } from "../connect/copy-field.tsx";
import { MerchantLink, useAddress } from "../merchant-link.tsx";
import { MerchantPage } from "../merchant-page.tsx";
import { useWords } from "../words.tsx";
import { useTest } from "./use-test.ts";

/** Whether the shop works, line by line, what to do where it does not, and a text for support. */
export function DoctorPage({ health, shop }: { health: ShopHealth; shop: string }) {
  const { say } = useWords();
  const { test, isTesting, answer } = useTest();
  const shown = answer?.kind === "examined" ? answer.health : health;
  return (
    <MerchantPage
      title={say("doctor.title")}
      subtitle={say("doctor.subtitle")}
      primaryAction={{ label: say("doctor.test"), onAction: test, loading: isTesting }}
      width="narrow"
    >
      <BlockStack gap="400">
        <div role="status" aria-live="polite">
          {answer && <Answered kind={answer.kind} health={shown} />}
        </div>
        <LinesCard health={shown} />
        <Card>
          <CopyField
            label={say("doctor.support.label")}
            help={say("doctor.support.help")}
            value={shopSupportText(shop, shown)}
            multiline
          />
        </Card>
      </BlockStack>
    </MerchantPage>
  );
}

function Answered({ kind, health }: { kind: "limited" | "refused" | "examined"; health: ShopHealth }) {
  const { say } = useWords();
  if (kind !== "examined") return <Banner tone="warning">{say("doctor.limited")}</Banner>;
  const wrong = health.lines.filter(({ word }) => SHOP_WORDS[word].mark !== "ok").length;
  if (wrong === 0) return <Banner tone="success">{say("doctor.tested.good")}</Banner>;
  return <Banner tone="warning">{say("doctor.tested.wrong", { count: wrong })}</Banner>;
}

function LinesCard({ health }: { health: ShopHealth }) {
  const { say, shortMoment } = useWords();
  return (
    <Card>
      <BlockStack gap="400">
        <BlockStack as="ul" gap="400">
          {health.lines.map((line) => (
            <Line key={line.check} line={line} />
          ))}
        </BlockStack>
        <Text as="p" variant="bodySm" tone="subdued">
          {say("doctor.when", { moment: shortMoment(health.at) })}
        </Text>
      </BlockStack>
    </Card>
  );
}

const TONES = { ok: "success", warning: "attention", failure: "critical" } as const satisfies Record<
  Exclude<Mark, "skipped">,
  string
>;

function Line({ line }: { line: ShopLine }) {
  const { say } = useWords();
  const { mark } = SHOP_WORDS[line.word];
  const text = useLineText(line);
  return (
    <li style={{ listStyle: "none" }}>
      <BlockStack gap="100">
        <InlineStack gap="200" blockAlign="center">
          <Badge tone={TONES[mark]}>{`${SIGNS[mark]} ${say(`doctor.mark.${mark}`)}`}</Badge>
          <Text as="h2" variant="headingSm">
            {say(`doctor.check.${line.check}`)}
          </Text>
        </InlineStack>
        <Text as="p">{text}</Text>
        {mark !== "ok" && <Remedy word={line.word} />}
      </BlockStack>
    </li>
  );
}

const OF_A_MOMENT = [
  "live-accepted",
  "live-refused",
  "test-accepted",
  "test-refused",
  "notices-came",
] as const satisfies readonly ShopWord[];

function isOfAMoment(word: ShopWord): word is (typeof OF_A_MOMENT)[number] {
  return OF_A_MOMENT.some((one) => one === word);
}

/** The sentence of a line with its moment or its number. */
function useLineText({ word, at, count }: ShopLine): string {
  const { say, shortMoment } = useWords();
  if (word === "notices-missed") return say(`doctor.said.${word}`, { count: count ?? 0 });
  if (isOfAMoment(word)) return say(`doctor.said.${word}`, { moment: at === null ? "" : shortMoment(at) });
  return say(`doctor.said.${word}`);
}

type WrongWord = {
  [Word in ShopWord]: (typeof SHOP_WORDS)[Word]["mark"] extends "ok" ? never : Word;
}[ShopWord];

function isWrong(word: ShopWord): word is WrongWord {
  return SHOP_WORDS[word].mark !== "ok";
}

function Remedy({ word }: { word: ShopWord }) {
  const { say } = useWords();
  const { path } = SHOP_WORDS[word];
  const url = useAddress(path ?? "/app");
  if (!isWrong(word)) return null;
  const text = say(`doctor.fix.${word}`);
  return (
    <Text as="p" tone="subdued">
      {path === null ? text : <MerchantLink url={url}>{text}</MerchantLink>}
    </Text>
  );
}
