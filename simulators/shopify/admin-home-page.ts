import { html } from "hono/html";
import { adminWords, type AdminWords } from "./admin-words.ts";
import type { Installation } from "./merchant-side.ts";
import { page, type Html } from "./page-layout.ts";
import { appName, handleOfShop, PRIVACY_TOPICS, type SimulatedApp } from "./simulated-app.ts";
import type { SimulatedShop } from "./session-record.ts";
import { ADMIN_LOCALES, type StaffMember } from "./staff.ts";

export interface AdminHomeInput {
  shop: SimulatedShop;
  app: SimulatedApp | null;
  installation: Installation | undefined;
  person: StaffMember;
  members: StaffMember[];
}

function option(value: string, text: string, chosen: string): Html {
  return html`<option value="${value}" ${value === chosen ? html`selected` : html``}>${text}</option>`;
}

function staffCard({ shop, person, members }: AdminHomeInput, words: AdminWords): Html {
  const people = members.map((one) =>
    option(String(one.id), `${one.firstName} ${one.lastName}`, String(person.id)),
  );
  return html`<form class="card narrow" method="post" action="/shops/${shop.domain}/admin/staff">
    <h2>${words.signedInAs} ${person.firstName} ${person.lastName}</h2>
    <label for="user">${words.person}</label>
    <select id="user" name="user">
      ${people}
    </select>
    <label for="locale">${words.language}</label>
    <select id="locale" name="locale">
      ${ADMIN_LOCALES.map((locale) => option(locale, locale, person.locale))}
    </select>
    <p></p>
    <button type="submit">${words.change}</button>
  </form>`;
}

function installedApp(shop: SimulatedShop, app: SimulatedApp, words: AdminWords): Html {
  const handle = handleOfShop(shop.domain);
  const gateway = `/shops/${shop.domain}/services/payments_partners/gateways/${app.clientId}/settings`;
  return html`<p><a href="/store/${handle}/apps/${app.clientId}">${words.open}</a></p>
    <p><a href="${gateway}">${words.paymentSettings}</a></p>
    <form method="post" action="/shops/${shop.domain}/admin/apps/${app.clientId}/uninstall">
      <button type="submit">${words.uninstall}</button>
    </form>`;
}

function appCard({ shop, app, installation }: AdminHomeInput, words: AdminWords): Html {
  if (app === null) return html`<p>${words.noApp}</p>`;
  const install = html`<form
    method="post"
    action="/shops/${shop.domain}/admin/apps/${app.clientId}/install"
  >
    <button type="submit">${words.install}</button>
  </form>`;
  return html`<h3>${appName(app)}</h3>
    ${installation === undefined ? install : installedApp(shop, app, words)}`;
}

function privacyCard({ shop, app }: AdminHomeInput, words: AdminWords): Html {
  const subscribed = PRIVACY_TOPICS.filter((topic) => app?.webhookUrls?.[topic] !== undefined);
  if (subscribed.length === 0) return html``;
  return html`<form class="card narrow" method="post" action="/shops/${shop.domain}/admin/privacy">
    <h2>${words.privacy}</h2>
    <label for="topic">${words.topic}</label>
    <select id="topic" name="topic">
      ${subscribed.map((topic) => option(topic, topic, ""))}
    </select>
    <label for="email">${words.shopperEmail}</label>
    <input type="email" id="email" name="email" autocomplete="off" />
    <p></p>
    <button type="submit">${words.send}</button>
  </form>`;
}

/** The admin's first page: the app, who is signed in, and ways to everything else of this shop. */
export function adminHomePage(input: AdminHomeInput): Html {
  const { shop, person } = input;
  const words = adminWords(person.locale);
  const content = html`<section class="card narrow">
      <h1>${words.admin}</h1>
      <p><a href="/shops/${shop.domain}/admin/orders">${words.orders}</a></p>
      <p><a href="/shops/${shop.domain}/checkouts/new">${words.checkout}</a></p>
      <h2>${words.apps}</h2>
      ${appCard(input, words)}
    </section>
    ${staffCard(input, words)} ${privacyCard(input, words)}`;
  return page({ shopName: shop.name, title: words.admin, content, lang: person.locale });
}
