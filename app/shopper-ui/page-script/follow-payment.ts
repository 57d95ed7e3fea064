import { delayAfterFailures, nextDelay } from "./asking-plan.ts";
import { SECOND } from "./durations.ts";
import { announce, main, shopperIsHere } from "./page.ts";
import { isSending } from "./send-forms.ts";
import { serverNow } from "./server-clock.ts";
import { showNewPage } from "./show-new-page.ts";
import { showTimeLeft } from "./show-times.ts";

/** Since when the shopper has been looking, in page time: asking slows down from here. */
let since = performance.now();
let timer: ReturnType<typeof setTimeout> | undefined;
let asking = false;
let failures = 0;
let etag = "";
let version: unknown = null;

/** What the server says of the payment; all that is done with it is to compare. */
interface News {
  state: unknown;
  told?: unknown;
  version?: unknown;
}

/** Asks again after `delay` milliseconds, by plan where none is named. */
export function schedule(delay = nextDelay(main().dataset, performance.now() - since)): void {
  stopAsking();
  if (delay === null || !("live" in main().dataset)) return;
  timer = setTimeout(() => void ask(), delayAfterFailures(delay, failures));
}

export function stopAsking(): void {
  clearTimeout(timer);
}

/** People leave for their bank's app and come back: that moment must show the truth at once. */
export function comeBack(): void {
  if (!shopperIsHere()) return;
  since = performance.now();
  failures = 0;
  showTimeLeft();
  void ask();
}

export function showOffline(offline: boolean): void {
  const notice = main().querySelector<HTMLElement>("[data-offline]");
  if (!notice || notice.hidden === !offline) return;
  notice.hidden = !offline;
  if (offline) announce(notice.textContent);
}

async function ask(): Promise<void> {
  stopAsking();
  if (asking || isSending() || !shopperIsHere() || !("live" in main().dataset)) return;
  asking = true;
  let delay: number | undefined;
  try {
    delay = await askOnce();
    failures = 0;
    showOffline(false);
  } catch {
    failures = Math.min(failures + 1, 5);
    showOffline(!navigator.onLine || failures > 1);
  } finally {
    asking = false;
  }
  schedule(delay);
}

/** Asks for the state; returns a delay only where the server named one. Throws when it got no answer. */
async function askOnce(): Promise<number | undefined> {
  const answer = await fetch(main().dataset.statusUrl ?? "", {
    headers: etag ? { "If-None-Match": etag } : {},
    cache: "no-store",
    signal: AbortSignal.timeout(10 * SECOND),
  });
  // A moment that the page names is over: what it says of it is, too.
  const isDue = Date.parse(main().dataset.again ?? "") <= serverNow();
  if (answer.status === 304) {
    if (isDue) await exchangePage();
    return undefined;
  }
  if (answer.status === 429) return Math.max(Number(answer.headers.get("Retry-After")) || 30, 5) * SECOND;
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const news: unknown = await answer.json();
  if (!isNews(news)) throw new Error("no news");
  if ((isDue || isNew(news)) && !(await exchangePage())) return undefined;
  // Remembered only after the new page is on the screen: a failed swap is asked for again.
  version = news.version;
  etag = answer.headers.get("ETag") ?? "";
  return undefined;
}

function isNews(answer: unknown): answer is News {
  return typeof answer === "object" && answer !== null && "state" in answer;
}

function isNew(news: News): boolean {
  const shown = main().dataset;
  if (news.state !== shown.state || (shown.told !== undefined && news.told !== shown.told)) return true;
  // Before the first answer it is the page that says what it shows: something may have come since it was drawn.
  return news.version !== (version ?? Number(shown.version));
}

/** False where the page could not be exchanged yet. */
async function exchangePage(): Promise<boolean> {
  const { state } = main().dataset;
  const isShown = await showNewPage();
  if (main().dataset.state !== state) since = performance.now();
  return isShown;
}
