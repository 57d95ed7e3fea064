import { prepareKeeping } from "./keep-code.ts";
import { main } from "./page.ts";
import { prepareForms } from "./send-forms.ts";
import { setClock } from "./server-clock.ts";
import { showLocalDeadline, showTimeLeft } from "./show-times.ts";

/** What the server last drew, to leave the page alone when only unseen things changed. */
let drawn = "";

/** A page came from the server: it gets what only a script can offer, such as the buttons that wait in templates. */
export function preparePage(): void {
  const page = main();
  drawn = drawing(page);
  setClock(page);
  for (const template of page.querySelectorAll("template")) template.replaceWith(template.content);
  prepareKeeping(page);
  prepareForms(page);
  showLocalDeadline();
  showTimeLeft();
}

export function looksAsBefore(page: HTMLElement): boolean {
  return drawing(page) === drawn;
}

/**
 * A page as text, without what changes by the clock alone. Taken before the script touches the page. No copy of its elements:
 * that would fetch the pictures in it.
 */
function drawing(page: HTMLElement): string {
  return page.innerHTML.replace(page.querySelector("[data-deadline]")?.outerHTML ?? "", "");
}
