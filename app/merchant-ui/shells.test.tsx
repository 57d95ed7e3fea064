import { describe, expect, it } from "vitest";
import { merchantHtml, words } from "../../tests/builders/merchant-page.tsx";
import { MerchantPage } from "./merchant-page.tsx";
import { SettingsForm } from "./settings-form.tsx";

const page = (
  <MerchantPage title="Title" back={{ label: "Back", url: "/app" }}>
    <SettingsForm
      isDirty={false}
      onDiscard={() => undefined}
      version={7}
      fields={{ codeLifeMinutes: "120", csrf: "somebody-else's" }}
    >
      <p>inside</p>
    </SettingsForm>
  </MerchantPage>
);

const languages = [
  ["es", "Inicio Pagos Casos Devoluciones"],
  ["en", "Home Payments Cases Refunds"],
  ["zh-CN", "首页 付款 待处理 退款"],
] as const;

describe("the frame of our own", () => {
  it.each(languages)(
    "names the sections in %s, and the languages by their own names",
    async (language, sections) => {
      const shown = words(await merchantHtml(page, { language }));

      expect(shown).toContain(sections);
    },
  );

  it("leads to every section and back to Shopify", async () => {
    const html = await merchantHtml(page);

    for (const path of ["", "/payments", "/connect", "/rules", "/shopper-page", "/activate"]) {
      expect(html).toContain(`href="/app${path}"`);
    }
    expect(html).toContain('href="https://admin.shopify.com/store/tienda-x"');
    expect(words(html)).toContain("Volver a Shopify");
  });

  it("has a form that ends this session, and Shopify's frame has none", async () => {
    const ours = await merchantHtml(page);
    const theirs = await merchantHtml(page, { shell: "embedded" });

    const [form = ""] = /<form[^>]*action="\/app\/sign-out".*?<\/form>/.exec(ours) ?? [];
    expect(form).toContain('method="post"');
    expect(form).toContain('name="csrf" value="csrf-of-this-session"');
    expect(theirs).not.toContain("/app/sign-out");
  });

  it("marks the section of the page that is open", async () => {
    const html = await merchantHtml(page, {}, "/app/payments");

    expect(html.match(/Polaris-Navigation__Item--selected/g)).toHaveLength(1);
    expect(html).toMatch(
      /<a[^>]*href="\/app\/payments"[^>]*aria-current|selected[^>]*href="\/app\/payments"/,
    );
  });
});

describe("Shopify's frame", () => {
  it.each(languages)("is given the sections in %s, home by its relation", async (language, sections) => {
    const html = await merchantHtml(page, { language, shell: "embedded" });

    const [menu = ""] = /<ui-nav-menu>.*<\/ui-nav-menu>/.exec(html) ?? [];
    expect(words(menu)).toContain(sections);
    expect(menu).toContain('rel="home"');
  });

  it("is told the page's title", async () => {
    expect(await merchantHtml(page, { shell: "embedded" })).toContain('<ui-title-bar title="Title">');
  });

  it("keeps in every address of the menu what the page was opened with", async () => {
    const keptQuery = { shop: "tienda-x.myshopify.com", host: "YQ" };

    const html = await merchantHtml(page, { shell: "embedded", keptQuery });

    expect(html).toContain('href="/app/payments?shop=tienda-x.myshopify.com&amp;host=YQ"');
  });
});

describe.each(["standalone", "embedded"] as const)("a form of settings (%s)", (shell) => {
  it("sends its fields, the version they were read from, and the session's own token", async () => {
    const html = await merchantHtml(page, { shell });

    expect(html).toContain('<form method="post"');
    expect(html).toContain('name="codeLifeMinutes" value="120"');
    expect(html).toContain('name="version" value="7"');
    expect(html).toContain('name="intent" value="save"');
    expect(html).toContain('name="csrf" value="csrf-of-this-session"');
    const [sent = ""] =
      /<form method="post"[^>]*>(?:(?!<\/form>).)*name="version".*?<\/form>/.exec(html) ?? [];
    expect(sent.match(/name="csrf"/g)).toHaveLength(1);
  });
});
