import { renderToStaticMarkup } from "react-dom/server";
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from "react-router-dom/server.js";
import { describe, expect, it } from "vitest";
import { FRAME, words } from "../../tests/builders/merchant-page.tsx";
import type { AdminFrame } from "./admin-frame.tsx";
import { MERCHANT_LAYOUT } from "./merchant-document.ts";
import { errorTitle, MerchantError } from "./merchant-error.tsx";

/** The page that the admin shows when its loader throws this. */
async function pageOf(thrown: unknown, frame: AdminFrame | null, query = ""): Promise<string> {
  const routes = [
    {
      id: MERCHANT_LAYOUT,
      path: "/app",
      loader: () => {
        throw thrown;
      },
      element: null,
      errorElement: <MerchantError frame={frame} />,
    },
  ];
  const context = await createStaticHandler(routes).query(new Request(`http://localhost/app${query}`));
  if (context instanceof Response) throw new Error("a page was redirected");
  const router = createStaticRouter(routes, context);
  return renderToStaticMarkup(<StaticRouterProvider router={router} context={context} hydrate={false} />);
}

const answer = (status: number) => new Response("sk_secret", { status });

describe("a page of the admin that failed", () => {
  it.each([answer(500), new Error("sk_secret")])(
    "says so in the person's language and nothing more",
    async (thrown) => {
      const page = await pageOf(thrown, { ...FRAME, language: "en" });

      expect(words(page)).toContain("Something failed on our side");
      expect(page).not.toContain("sk_secret");
      // The way on is there: the menu, and the page itself once more.
      expect(page).toContain('href="/app/payments"');
      expect(page).toContain('<a href="">');
    },
  );

  it("keeps the menu where only the address is wrong", async () => {
    const page = await pageOf(answer(404), FRAME);

    expect(words(page)).toContain("No encontramos esta página");
    expect(page).toContain('href="/app/payments"');
  });
});

describe("a page that nobody is signed in for", () => {
  it.each([400, 401, 403, 410])(
    "answered with %d leads to Shopify, by words and never by a form",
    async (status) => {
      const page = await pageOf(answer(status), null);

      expect(words(page)).toContain("Abre la app desde Shopify");
      expect(page).not.toMatch(/<form|<input|href="\/app/);
      expect(page).not.toContain("sk_secret");
    },
  );

  it("says so to who has just signed out", async () => {
    const page = await pageOf(answer(401), null, "?signed-off&locale=en");

    expect(words(page)).toContain("Cerraste la sesión");
    expect(page).not.toMatch(/<form|<input|href="\/app/);
  });

  it("shows no menu to who was signed in and is not any more", async () => {
    expect(await pageOf(answer(410), FRAME)).not.toContain('href="/app/payments"');
  });
});

describe("the browser tab of a failure", () => {
  it("says what failed", () => {
    expect(errorTitle(new Error("sk_secret"), "", "zh-CN")).toBe("我们这边出现了问题");
  });
});
