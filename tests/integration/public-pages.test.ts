import { describe, expect, it } from "vitest";
import { useWorld } from "../setup/world.ts";

const OPERATOR = {
  OPERATOR_NAME: "Ejemplo S.A.C.",
  OPERATOR_ADDRESS: "Av. Arequipa 100, Lima",
  OPERATOR_EMAIL: "hola@example.pe",
};
const world = useWorld("public_pages", { tls: "off", roles: ["web"], environment: OPERATOR });

const open = (path: string, headers: Record<string, string> = {}, method = "GET") =>
  fetch(`${world().webOrigin}${path}`, { headers, method, redirect: "manual" });

describe.each(["/privacy", "/terms", "/support"])("%s", (path) => {
  it("is there for everybody, names the operator, and keeps nothing of who came", async () => {
    const answer = await open(path);

    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": expect.stringContaining("frame-ancestors 'none'"),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    });
    expect(answer.headers.get("set-cookie")).toBeNull();
    const html = await answer.text();
    expect(html).toContain("Ejemplo S.A.C.");
    expect(html).toContain('<html lang="es-PE">');
  });

  it("speaks the language of the address, else the browser's, else Spanish", async () => {
    const languages = [];
    for (const [query, header] of [
      ["?lang=en", "es-PE"],
      ["", "en-GB,es;q=0.5"],
      ["?lang=xx", "fr"],
      ["?lang=%3Cscript%3E", ""],
    ] as const) {
      const html = await (await open(`${path}${query}`, { "accept-language": header })).text();
      languages.push(/<html lang="([^"]+)"/.exec(html)?.[1]);
    }

    expect(languages).toEqual(["en", "en", "es-PE", "es-PE"]);
  });

  it("answers whoever only asks for the headers, and takes nothing", async () => {
    expect((await open(path, {}, "HEAD")).status).toBe(200);
    expect((await open(path, {}, "POST")).status).toBeGreaterThanOrEqual(400);
  });
});
