/** A person of the shop asks what happened with a payment: it is found, its story told, and an answer for the shopper made ready. */
import type { Clock } from "#app/lib/clock.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { isId } from "#app/lib/ids.server.ts";
import { showContact } from "#app/payments/payment-desk.server.ts";
import { findAttempts, findTimeline } from "#app/payments/payment-detail-queries.server.ts";
import { maskContact } from "#app/payments/payment-detail.ts";
import { loadPayment } from "#app/payments/payment-queries.server.ts";
import { paymentStatus } from "#app/payments/payment-status.ts";
import { currentCode, type Payment } from "#app/payments/payment.ts";
import { chooseLanguage } from "#app/payments/shopper-language.ts";
import { SHOPPER_LANGUAGES, type ShopperLanguage } from "#app/payments/voucher-view.ts";
import { comparablePhone } from "#app/privacy/person.ts";
import { whatsappAddress } from "#app/refunds/link-message.ts";
import { listRefundsOfPayment } from "#app/refunds/list-refunds.server.ts";
import { answerText, mailtoAddress, type AnswerText } from "#app/story/answer-text.ts";
import { meansAnything, readQuestion, type Question } from "#app/story/question.ts";
import { findByQuestion, type FoundPayment } from "#app/story/search-queries.server.ts";
import type { StoryFacts } from "#app/story/story-facts.ts";
import { findCasesOfStory, findToldReports } from "#app/story/story-queries.server.ts";
import {
  MOST_MATCHES,
  type Match,
  type ReachAnswer,
  type SearchView,
  type StoryView,
} from "#app/story/story-view.ts";
import { tellStory, type Story } from "#app/story/tell-story.ts";

export interface StoryDeps {
  clock: Clock;
  db: Queryable;
  publicOrigin: string;
}

/** Candidates by phone may share nothing but their last digits, so that more are read than are shown. */
const MOST_CANDIDATES = 3 * MOST_MATCHES;

/** Finds what the typed text may mean among the shop's own payments; tells the story of the only one, or of the chosen one. */
export async function searchStory(
  deps: StoryDeps,
  input: { shopId: string; typed: string; paymentId: string | null; language: string | null },
): Promise<SearchView> {
  const { shopId, typed, paymentId, language } = input;
  const question = readQuestion(typed);
  const isReadable = meansAnything(question);
  const found = isReadable ? await findMatches(deps, { shopId, question }) : [];
  const matches = found.slice(0, MOST_MATCHES).map(matchOf);
  const only = matches.length === 1 ? (matches[0]?.id ?? null) : null;
  const chosen = paymentId ?? only;
  const story = chosen === null ? null : await seeStory(deps, { shopId, paymentId: chosen, language });
  const isAsked = typed.trim() !== "" || paymentId !== null;
  return {
    typed: typed.slice(0, 200),
    kind: !isAsked ? "nothing-asked" : isReadable || story ? "answered" : "not-read",
    ...{ matches, story },
    hasMore: found.length > MOST_MATCHES,
  };
}

async function findMatches(
  deps: StoryDeps,
  { shopId, question }: { shopId: string; question: Question },
): Promise<FoundPayment[]> {
  const found = await findByQuestion(deps.db, { shopId, question, limit: MOST_CANDIDATES });
  return found.flatMap((row) => {
    const isTheirs = question.phone !== null && comparablePhone(row.phone) === question.phone;
    const by = row.by.filter((meaning) => meaning !== "phone" || isTheirs);
    return by.length === 0 ? [] : [{ ...row, by }];
  });
}

function matchOf(row: FoundPayment): Match {
  const { id, sessionId, test, cip, by, email, phone, createdAt } = row;
  return {
    ...{ id, sessionId, test, cip, by },
    status: paymentStatus(row),
    amount: { centimos: row.amountCentimos, currency: row.currency },
    createdAt: createdAt.toISOString(),
    contact: maskContact({ email, phone }),
  };
}

interface Key {
  shopId: string;
  paymentId: string;
}

/** Null for a payment that does not exist and for one of another shop alike: nobody learns which. */
async function seeStory(
  deps: StoryDeps,
  { language, ...key }: Key & { language: string | null },
): Promise<StoryView | null> {
  const told = await loadStory(deps, key);
  if (!told) return null;
  const { payment, story, needsPerson } = told;
  const code = currentCode(payment);
  const shown = payment.codes.find(({ state }) => state === "paid") ?? code;
  const answer = answerOf(deps, { payment, story, language });
  return {
    payment: {
      id: payment.id,
      sessionId: payment.sessionId,
      status: paymentStatus({ told: payment.told, codeState: code?.state ?? null, needsPerson }),
      amount: { centimos: payment.amountCentimos, currency: payment.currency },
      test: payment.test,
      cip: shown?.cip ?? null,
    },
    story,
    attempts: await findAttempts(deps.db, key),
    contact: maskContact({ email: payment.shopperEmail, phone: payment.shopperPhone }),
    answer: {
      language: answer.language,
      text: answer.text,
      whatsapp: whatsappAddress(null, answer.text),
      mailto: mailtoAddress(null, answer),
    },
  };
}

async function loadStory(
  deps: StoryDeps,
  key: Key,
): Promise<{ payment: Payment; story: Story; needsPerson: boolean } | null> {
  const payment = isId(key.paymentId) ? await loadPayment(deps.db, key.paymentId) : null;
  if (payment?.shopId !== key.shopId) return null;
  const [timeline, cases, refunds, reports] = await Promise.all([
    findTimeline(deps.db, key),
    findCasesOfStory(deps.db, key),
    listRefundsOfPayment(deps, key),
    findToldReports(deps.db, key),
  ]);
  const facts: StoryFacts = {
    now: deps.clock.now().toISOString(),
    told: payment.told,
    endReason: payment.endReason,
    amount: { centimos: payment.amountCentimos, currency: payment.currency },
    test: payment.test,
    isWithoutEmail: payment.shopperEmail === null,
    isPaidElsewhere: payment.groupResolved && payment.told !== "resolved",
    codes: payment.codes.map(({ state, expiresAt }) => ({ state, expiresAt: expiresAt.toISOString() })),
    ...{ cases, refunds, reports, timeline },
  };
  return { payment, story: tellStory(facts), needsPerson: cases.some(({ isOpen }) => isOpen) };
}

/** In the language that was asked for, else in that of the shopper, of those that the shop's page speaks. */
function answerOf(
  deps: StoryDeps,
  { payment, story, language }: { payment: Payment; story: Story; language: string | null },
): AnswerText & { language: ShopperLanguage } {
  const asked = SHOPPER_LANGUAGES.find((known) => known === language);
  const theirs = chooseLanguage(
    { query: null, shopper: payment.shopperLocale, header: null },
    payment.page.languages,
  );
  const frame = {
    language: asked ?? theirs,
    storeName: payment.storeName,
    amount: { centimos: payment.amountCentimos, currency: payment.currency },
    reference: payment.sessionId,
    pageUrl: `${deps.publicOrigin}/v/${payment.slug}`,
  };
  return { ...answerText(story, frame), language: frame.language };
}

/**
 * The links that send the answer, with the shopper's own number and address in them; who asked is written down first, as wherever a
 * contact is shown. Null when no payment of the shop has this id.
 */
export async function reachShopper(
  deps: StoryDeps,
  input: Key & { userId: string; language: string | null },
): Promise<ReachAnswer | null> {
  const told = await loadStory(deps, input);
  const contact = told && (await showContact(deps, input));
  if (!contact) return null;
  const answer = answerOf(deps, { ...told, language: input.language });
  return {
    kind: "reach",
    whatsapp: contact.phone === null ? null : whatsappAddress(contact.phone, answer.text),
    mailto: contact.email === null ? null : mailtoAddress(contact.email, answer),
  };
}
