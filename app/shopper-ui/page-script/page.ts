/** The page's present `<main>`: another element each time that the server's new one was put in its place. */
export function main(): HTMLElement {
  const page = document.querySelector("main");
  if (!page) throw new Error("no <main>");
  return page;
}

export function shopperIsHere(): boolean {
  return document.visibilityState === "visible";
}

/** Has a screen reader say it. The region stands outside `<main>`: it must be there before its words. */
export function announce(text: string): void {
  const region = document.getElementById("announcement");
  if (region) region.textContent = text;
}
