/**
 * Guards against a page that forgets to ask who is there: every route of `app/routes.ts` is opened in every way in which Remix can be
 * asked for it. A page that is added is in this test without being named, unless it is named as open to all.
 */
import { describe, expect, it } from "vitest";
import { DEMO_SHOP } from "../../scripts/demo/world.ts";
import { adminRoutes, everyRoute, OPEN_TO_ALL, type AdminRoute } from "../setup/admin-routes.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("every_page_wants_a_login", { tls: "off", roles: ["web"] });

const ANY_ID = "01940000-0000-7000-8000-000000000001";

/** Every route that is not open to all, with an address that it answers. */
async function pagesOfTheAdmin(): Promise<AdminRoute[]> {
  return (await adminRoutes()).map((route) => ({ ...route, path: route.path.replaceAll(/:\w+/g, ANY_ID) }));
}

interface Sent {
  method?: string;
  body?: URLSearchParams;
  headers?: Record<string, string>;
}

async function ask(path: string, init: Sent = {}): Promise<{ status: number; text: string }> {
  const answer = await fetch(`${world().webOrigin}${path}`, {
    redirect: "manual",
    ...init,
    headers: { "user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0", ...init.headers },
  });
  // Remix answers a script's request for a redirect with this header and no location.
  const goesTo = answer.headers.get("location") ?? answer.headers.get("x-remix-redirect");
  const isSignIn = goesTo === null || /\/auth\b|\/admin\/oauth\//.test(goesTo);
  expect(isSignIn, `${path} leads to ${goesTo}`).toBe(true);
  return { status: answer.status, text: await answer.text() };
}

const form = (fields: Record<string, string>) => ({ method: "POST", body: new URLSearchParams(fields) });

describe("without a login", () => {
  it("there are pages to try", async () => {
    const pages = await pagesOfTheAdmin();
    const all = (await everyRoute()).map(({ id }) => id);

    expect(Object.keys(OPEN_TO_ALL).filter((id) => !all.includes(id))).toEqual([]);
    expect(pages.every(({ path }) => path === "/app" || path.startsWith("/app/"))).toBe(true);
    expect(pages.filter(({ reads }) => reads).length).toBeGreaterThan(6);
    expect(pages.filter(({ writes }) => writes).length).toBeGreaterThan(3);
  });

  it.each(["", `?shop=${DEMO_SHOP}`])(
    "no page shows anything, however it is asked for (%s)",
    async (query) => {
      for (const { id, path } of await pagesOfTheAdmin()) {
        const more = query ? `&${query.slice(1)}` : "";
        const answers = [
          await ask(`${path}${query}`),
          await ask(`${path}?_data=${encodeURIComponent(id)}${more}`),
          await ask(`${path}.data${query}`),
          await ask(`${path}?index&_data=${encodeURIComponent(id)}${more}`),
        ];

        expect(
          answers.map(({ status }) => status).filter((status) => status < 204 || status >= 500),
        ).toEqual([]);
        expect(
          answers.some(({ text }) => text.includes("Tienda Demo")),
          path,
        ).toBe(false);
      }
    },
  );

  it("no page does anything", async () => {
    const count = () =>
      world().rows("select (select count(*) from audit_log) + (select count(*) from timeline) as lines");
    const before = await count();

    for (const { id, path, writes } of await pagesOfTheAdmin()) {
      const fields = { intent: "save", version: "0", csrf: "guessed" };
      const answers = [
        await ask(path, form(fields)),
        await ask(`${path}?_data=${encodeURIComponent(id)}`, form(fields)),
        await ask(path, { ...form(fields), headers: { origin: world().webOrigin } }),
        await ask(path, { ...form(fields), headers: { origin: "https://evil.example" } }),
      ];
      if (!writes) continue;
      expect(
        answers
          .map(({ status }) => status)
          .filter((status) => status < 400 && status !== 302 && status !== 204),
      ).toEqual([]);
    }

    expect(await count()).toEqual(before);
  });
});
