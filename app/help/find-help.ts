/** Finds what the help says about the words that somebody typed. Pure. */
import type { HelpBook, HelpEntry } from "#app/help/help-book.ts";
import { HELP_TOPICS, type HelpAnswer, type HelpView } from "#app/help/help-view.ts";
import type { MerchantLanguage } from "#app/merchants/merchant-login.ts";

const LONGEST_QUERY = 100;

/**
 * Every answer in the language, by topic; with words typed, only those that have all of them, and those first whose question has them.
 * `about`: the one that a link of another page is about stands open.
 */
export function findHelp(
  book: HelpBook,
  asked: { query: string; about: string | null; language: MerchantLanguage },
): HelpView {
  const typed = asked.query.slice(0, LONGEST_QUERY);
  const wanted = wordsOf(typed);
  const found = book.entries
    .map((entry) => ({ entry, rank: rankOf(entry, wanted, asked.language) }))
    .filter(({ rank }) => rank > 0)
    .toSorted((one, other) => other.rank - one.rank)
    .map(({ entry }) => answerOf(book, entry, asked));
  const isSearch = wanted.length > 0;
  return {
    typed,
    isSearch,
    reviewedOn: book.reviewedOn,
    count: found.length,
    topics: HELP_TOPICS.map((topic) => ({
      topic,
      answers: found.filter((answer) => answer.topic === topic),
    })).filter(({ answers }) => answers.length > 0),
  };
}

function answerOf(
  book: HelpBook,
  entry: HelpEntry,
  asked: { about: string | null; language: MerchantLanguage },
): HelpAnswer {
  const { question, answer } = entry[asked.language];
  return {
    ...{ id: entry.id, topic: entry.topic, question, answer },
    isAbout: entry.id === asked.about,
    links: entry.links,
    sources: entry.sources.flatMap((id) => book.sources[id] ?? []),
  };
}

/** 0: something that was typed is not in it. Without words everything is equally wanted. */
function rankOf(entry: HelpEntry, wanted: readonly string[], language: MerchantLanguage): number {
  const { question, answer, words } = entry[language];
  const title = plain(question);
  const all = plain([question, ...answer, words].join(" "));
  if (!wanted.every((word) => all.includes(word))) return 0;
  return 1 + wanted.filter((word) => title.includes(word)).length;
}

function wordsOf(query: string): string[] {
  return plain(query)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** Accents and capitals are how a word is written, not what it says. */
function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
