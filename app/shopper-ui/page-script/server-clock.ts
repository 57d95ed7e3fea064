/** The server's time minus the phone's: a wrong clock must not show a wrong remaining time. */
let offset = 0;

/** A page that was just drawn says what time it is. */
export function setClock(page: HTMLElement): void {
  offset = Date.parse(page.dataset.now ?? "") - Date.now();
}

export function serverNow(): number {
  return Date.now() + offset;
}
