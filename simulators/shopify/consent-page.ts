import { html } from "hono/html";
import { adminWords } from "./admin-words.ts";
import { page, type Html } from "./page-layout.ts";
import { appName, scopeList, type SimulatedApp } from "./simulated-app.ts";
import type { SimulatedShop } from "./session-record.ts";
import type { StaffMember } from "./staff.ts";

/** Asks the merchant for the app's permissions; the form sends `fields` back to `action`. */
export function consentPage(input: {
  shop: SimulatedShop;
  app: SimulatedApp;
  person: StaffMember;
  scopes: string;
  isUpdate: boolean;
  action: string;
  fields: Record<string, string>;
}): Html {
  const { shop, app, person } = input;
  const words = adminWords(person.locale);
  const title = input.isUpdate ? words.updateTitle : words.installTitle;
  const hidden = Object.entries(input.fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
  const content = html`<form class="card narrow" method="post" action="${input.action}">
    <h1>${title}: ${appName(app)}</h1>
    <p>${words.willBeAbleTo}</p>
    <ul>
      ${scopeList(input.scopes).map((scope) => html`<li><code>${scope}</code></li>`)}
    </ul>
    ${hidden}
    <button type="submit">${input.isUpdate ? words.update : words.install}</button>
  </form>`;
  return page({ shopName: shop.name, title, content, lang: person.locale });
}

/** What the browser sees of an authorize request that Shopify does not honour. */
export function oauthErrorPage(error: string, description: string): Html {
  const content = html`<section class="card narrow">
    <h1>Oauth error ${error}</h1>
    <p>${description}</p>
  </section>`;
  return page({ shopName: "Shopify", title: "Oauth error", content, lang: "en" });
}
