import { html } from "hono/html";
import { adminWords, type AdminWords } from "./admin-words.ts";
import { page, type Html } from "./page-layout.ts";
import type { PaymentsAppState } from "./payments-app-settings.ts";
import { appName, handleOfShop, type SimulatedApp } from "./simulated-app.ts";
import type { SimulatedShop } from "./session-record.ts";
import type { StaffMember } from "./staff.ts";

function activation(state: PaymentsAppState, words: AdminWords): Html {
  const choice = html`<p>
    <input
      type="checkbox"
      id="test_mode"
      name="test_mode"
      value="1"
      ${state.testMode ? html`checked` : html``}
    />
    <label for="test_mode" style="display: inline">${words.testMode}</label>
  </p>`;
  const deactivate = html`<button type="submit" name="act" value="deactivate">${words.deactivate}</button>`;
  const activate = html`<button type="submit" name="act" value="activate">${words.activate}</button>`;
  if (state.activated) return html`${choice} ${deactivate}`;
  return state.ready ? html`${choice} ${activate}` : html``;
}

/**
 * Settings → Payments of one provider, where the app sends the merchant to activate it (shopify.dev, onboarding a
 * merchant, read 2026-11-22).
 */
export function gatewaySettingsPage(input: {
  shop: SimulatedShop;
  app: SimulatedApp;
  isInstalled: boolean;
  state: PaymentsAppState;
  person: StaffMember;
}): Html {
  const { shop, app, state, person } = input;
  const words = adminWords(person.locale);
  const banner = state.ready
    ? html`<p data-ready="true">${words.ready}</p>`
    : html`<p class="alert" role="alert" data-ready="false">${words.notReady}</p>`;
  const settings = html`${banner}
    <dl>
      <dt>${words.account}</dt>
      <dd data-external-handle>${state.externalHandle ?? "–"}</dd>
    </dl>
    <p>
      <span
        class="state ${state.activated ? "paid" : "expired"}"
        data-activated="${String(state.activated)}"
        >${state.activated ? words.active : words.inactive}</span
      >
    </p>
    <form method="post">${activation(state, words)}</form>
    <p><a href="/store/${handleOfShop(shop.domain)}/apps/${app.clientId}">${words.manage}</a></p>`;
  const content = html`<section class="card narrow">
    <h1>${appName(app)}</h1>
    ${input.isInstalled ? settings : html`<p class="alert" role="alert">${words.notInstalled}</p>`}
    <p><a href="/shops/${shop.domain}/admin">${words.admin}</a></p>
  </section>`;
  return page({ shopName: shop.name, title: words.paymentSettings, content, lang: person.locale });
}
