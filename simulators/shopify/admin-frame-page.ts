import { html } from "hono/html";
import { adminWords } from "./admin-words.ts";
import type { Html } from "./page-layout.ts";
import { appName, handleOfShop, type SimulatedApp } from "./simulated-app.ts";
import type { SimulatedShop } from "./session-record.ts";
import type { StaffMember } from "./staff.ts";

const STYLE = html`<style>
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0;
    height: 100vh;
    display: grid;
    grid-template: auto auto minmax(0, 1fr) / 14rem minmax(0, 1fr);
    font:
      0.95rem/1.4 system-ui,
      sans-serif;
    color: #1f2328;
    background: #f1f1f1;
  }
  [hidden] {
    display: none !important;
  }
  .top {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 1rem;
    align-items: center;
    justify-content: space-between;
    padding: 0.6rem 1rem;
    background: #1a1a1a;
    color: #fff;
  }
  .top a {
    color: #fff;
  }
  .save-bar {
    display: flex;
    gap: 0.5rem;
    align-items: center;
  }
  .title-bar {
    grid-column: 2;
    display: flex;
    gap: 0.5rem;
    align-items: center;
    padding: 0.5rem 1rem;
    background: #fff;
    border-bottom: 1px solid #d5d9e0;
  }
  .title-bar h1 {
    font-size: 1rem;
    margin: 0;
    flex: 1;
  }
  nav {
    grid-row: 2 / span 2;
    padding: 1rem;
    border-right: 1px solid #d5d9e0;
  }
  nav ul {
    list-style: none;
    margin: 0.25rem 0 0 0.75rem;
    padding: 0;
  }
  nav a {
    display: block;
    min-height: 2rem;
    padding: 0.25rem 0;
    color: inherit;
  }
  nav a[aria-current="page"] {
    font-weight: 700;
  }
  iframe {
    grid-column: 2;
    width: 100%;
    height: 100%;
    border: 0;
    background: #fff;
  }
  button {
    min-height: 2rem;
    padding: 0.25rem 0.75rem;
    font: inherit;
  }
  .toasts {
    position: fixed;
    bottom: 1rem;
    left: 50%;
    transform: translateX(-50%);
  }
  .toasts p {
    margin: 0.25rem 0 0;
    padding: 0.5rem 1rem;
    border-radius: 0.5rem;
    background: #1a1a1a;
    color: #fff;
  }
  .toasts p.error {
    background: #8e1f0b;
  }
  @media (max-width: 48rem) {
    body {
      grid-template: auto auto auto minmax(0, 1fr) / minmax(0, 1fr);
    }
    nav,
    .title-bar,
    iframe {
      grid-column: 1;
      grid-row: auto;
    }
    /* One line, as Shopify keeps its menu out of the way on a phone: the app needs the height. */
    nav ul {
      display: flex;
      gap: 1rem;
      overflow-x: auto;
      white-space: nowrap;
    }
  }
</style>`;

/**
 * The admin with the app in its frame. Around it is what App Bridge drives: navigation, title bar, save bar, toasts.
 * `launchUrl` is the signed address of the page inside; `path` is the same page as the app names it.
 */
export function adminFramePage(input: {
  shop: SimulatedShop;
  app: SimulatedApp;
  person: StaffMember;
  launchUrl: string;
  path: string;
}): Html {
  const { shop, app, person } = input;
  const words = adminWords(person.locale);
  const name = appName(app);
  const handle = handleOfShop(shop.domain);
  const base = `/store/${handle}/apps/${app.clientId}`;
  return html`<!doctype html>
    <html lang="${person.locale}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${name} · ${shop.name}</title>
        ${STYLE}
      </head>
      <body
        data-app-origin="${new URL(app.appUrl).origin}"
        data-base="${base}"
        data-path="${input.path}"
        data-handle="${handle}"
        data-token-url="/shops/${shop.domain}/admin/session-token"
        data-save="${words.save}"
        data-discard="${words.discard}"
      >
        <header class="top">
          <a href="/shops/${shop.domain}/admin">${shop.name}</a>
          <section class="save-bar" data-area="save-bar" aria-label="${words.unsaved}" hidden>
            <span>${words.unsaved}</span>
            <button type="button" data-save-bar="discard">${words.discard}</button>
            <button type="button" data-save-bar="save">${words.save}</button>
          </section>
          <span>${person.firstName} ${person.lastName}</span>
        </header>
        <nav aria-label="${words.navigation}" data-area="navigation">
          <a href="${base}" data-home>${name}</a>
          <ul></ul>
        </nav>
        <div class="title-bar" data-area="title-bar">
          <h1>${name}</h1>
          <progress hidden aria-label="${name}"></progress>
          <span data-title-actions></span>
        </div>
        <iframe src="${input.launchUrl}" title="${name}" name="app-iframe" allow="clipboard-write"></iframe>
        <div class="toasts" role="status" aria-live="polite" data-area="toasts"></div>
        <dialog data-area="leave" aria-labelledby="leave-title">
          <h2 id="leave-title">${words.leaveTitle}</h2>
          <p>${words.leaveBody}</p>
          <button type="button" value="stay">${words.stay}</button>
          <button type="button" value="leave">${words.leave}</button>
        </dialog>
        <script src="/admin-frame.js"></script>
      </body>
    </html>`;
}
