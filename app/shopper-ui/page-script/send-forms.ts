import { SECOND } from "./durations.ts";

let sending = false;
let whenOver = () => {};

/** A press is on its way: its answer is a whole new page, and nothing may come before it. */
export function isSending(): boolean {
  return sending;
}

/** Named once, when the script starts: who sends is not who follows the payment. */
export function afterSending(act: () => void): void {
  whenOver = act;
}

export function prepareForms(page: HTMLElement): void {
  for (const form of page.querySelectorAll<HTMLFormElement>("form[data-sending]"))
    form.addEventListener("submit", (event) => showSending(form, event));
}

/** A second press is stopped; the button keeps its name and value, which a disabled one would lose. */
function showSending(form: HTMLFormElement, event: SubmitEvent): void {
  if (sending) {
    event.preventDefault();
    return;
  }
  sending = true;
  const button = event.submitter ?? form.querySelector("button");
  if (button) {
    button.dataset.label = button.textContent;
    button.textContent = form.dataset.sending ?? "";
    button.setAttribute("aria-disabled", "true");
  }
  // The answer is a new page. When none comes (stopped, lost), the button must work again.
  setTimeout(endSending, 20 * SECOND);
}

export function endSending(): void {
  sending = false;
  for (const button of document.querySelectorAll<HTMLElement>("button[data-label]")) {
    button.textContent = button.dataset.label ?? "";
    button.removeAttribute("aria-disabled");
    delete button.dataset.label;
  }
  whenOver();
}
