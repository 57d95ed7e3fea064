import { SECOND } from "./durations.ts";
import { announce, main } from "./page.ts";
import { looksAsBefore, preparePage } from "./prepare-page.ts";
import { isSending } from "./send-forms.ts";

/** The change that was announced last: each is said once. */
let said = "";

/**
 * Replaces `<main>` by the server's present one. False while the shopper writes into a field, whose words would be gone: the
 * news is said, and the page follows when the field is left. Only a new state moves the focus to its heading.
 */
export async function showNewPage(): Promise<boolean> {
  const answer = await fetch(location.pathname + location.search, {
    cache: "no-store",
    signal: AbortSignal.timeout(10 * SECOND),
  });
  if (!answer.ok) throw new Error(`page ${answer.status}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = fresh.querySelector("main");
  // A press of Continue during the fetch must reach the server; its answer is a whole new page.
  if (!next || isSending()) return true;
  const page = main();
  const isNewState = next.dataset.state !== page.dataset.state;
  const moved = isNewState || next.dataset.told !== page.dataset.told;
  if (!moved && looksAsBefore(next)) return true;
  showInTab(fresh);
  if (moved) sayOnce(next.querySelector(isNewState ? ".strip-label" : ".next h2, .next p")?.textContent);
  const held = page.contains(document.activeElement) ? document.activeElement : null;
  if (held?.matches("input, select, textarea")) return false;
  const isSelecting = getSelection()?.isCollapsed === false;
  exchange(page, next, isNewState);
  if (!isSelecting) moveFocus(next, isNewState, held);
  return true;
}

function showInTab(fresh: Document): void {
  document.title = fresh.title;
  const icon = fresh.querySelector("link[rel=icon]")?.getAttribute("href");
  if (icon) document.querySelector("link[rel=icon]")?.setAttribute("href", icon);
}

function sayOnce(news: string | undefined): void {
  if (news && news !== said) announce((said = news));
}

/** Steps of the same state stay unfolded. */
function exchange(page: HTMLElement, next: HTMLElement, isNewState: boolean): void {
  const unfolded = [...page.querySelectorAll("details[open] > summary")].map(
    ({ textContent }) => textContent,
  );
  page.replaceWith(document.adoptNode(next));
  if (!isNewState)
    for (const summary of next.querySelectorAll("summary")) {
      const steps = summary.closest("details");
      if (steps) steps.open = unfolded.includes(summary.textContent);
    }
  preparePage();
}

/** To the heading of a new state; else to the element with the same words as the one that had it. */
function moveFocus(next: HTMLElement, isNewState: boolean, held: Element | null): void {
  if (!isNewState && !held) return;
  const twin =
    !isNewState && held
      ? [...next.querySelectorAll<HTMLElement>(held.localName)].find(
          ({ textContent }) => textContent === held.textContent,
        )
      : undefined;
  (twin ?? next.querySelector("h1"))?.focus({ preventScroll: !isNewState });
}
