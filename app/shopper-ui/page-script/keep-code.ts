import { drawCode } from "./draw-code.ts";
import { SECOND } from "./durations.ts";
import { announce, main } from "./page.ts";

const isTouched = matchMedia("(pointer: coarse)").matches;
/** Not every browser has these, whatever the types say. */
const device: Partial<Pick<Navigator, "share" | "canShare">> = navigator;
let kept = false;

/** Gives a new page's buttons their work, and removes those that this browser cannot do. */
export function prepareKeeping(page: HTMLElement): void {
  const copy = page.querySelector<HTMLElement>("[data-copy]");
  copy?.addEventListener("click", () => void copyCode(copy));
  page.querySelector("[data-print]")?.addEventListener("click", () => window.print());
  const picture = new File([], "x.png", { type: "image/png" });
  if (!device.share) page.querySelector("[data-share]")?.remove();
  // Browsers inside other apps drop a download without a word.
  if (isTouched && !device.canShare?.({ files: [picture] })) page.querySelector("[data-image]")?.remove();
  for (const [way, act] of Object.entries({ keep: reportKept, share: shareCode, image: saveImage }))
    for (const control of page.querySelectorAll<HTMLElement>(`[data-${way}]`))
      control.addEventListener("click", () => void act(control));
  // Leaves no trace in the page: in a copy that is saved the notice must appear.
  for (const animation of document.getAnimations()) animation.cancel();
}

/** Tells the server, once, that the shopper took the code along. Losing this report loses no money. */
export async function reportKept(): Promise<void> {
  const url = main().dataset.keptUrl;
  if (kept || !url) return;
  kept = true;
  try {
    const answer = await fetch(url, { method: "POST", keepalive: true });
    kept = answer.ok;
  } catch {
    kept = false;
  }
}

/** Digits that were marked and copied by hand are taken along, too. */
export function noticeCopy(): void {
  const code = main().querySelector("[data-code]");
  if (code && getSelection()?.containsNode(code, true)) void reportKept();
}

async function copyCode(button: HTMLElement): Promise<void> {
  const code = main().querySelector<HTMLElement>("[data-code]");
  if (!code) return;
  const label = button.textContent;
  let text = button.dataset.copied ?? "";
  try {
    await navigator.clipboard.writeText(code.dataset.code ?? "");
    void reportKept();
  } catch {
    // Old or locked-down browsers (in-app ones too): the selected digits can be copied by hand.
    getSelection()?.selectAllChildren(code);
    text = button.dataset.manual ?? "";
  }
  if (label === text) return;
  button.textContent = text;
  announce(text);
  setTimeout(() => (button.textContent = label), 3 * SECOND);
}

async function shareCode(): Promise<void> {
  const link = main().querySelector<HTMLAnchorElement>("[data-whatsapp]");
  if (!link) return;
  try {
    await navigator.share({ text: new URL(link.href).searchParams.get("text") ?? "" });
    void reportKept();
  } catch (error) {
    if (!(error instanceof Error && error.name === "AbortError")) link.click();
  }
}

function saveImage({ dataset }: HTMLElement): void {
  const name = dataset.image ?? "";
  drawCode().toBlob((blob) => {
    if (!blob) return;
    const file = new File([blob], name, { type: blob.type });
    // Whoever closes the sheet again has lost nothing.
    if (isTouched) navigator.share({ files: [file] }).catch(() => {});
    else {
      const href = URL.createObjectURL(file);
      Object.assign(document.createElement("a"), { href, download: name }).click();
    }
    void reportKept();
  });
}
