import { expect, it } from "vitest";
import { openPage } from "../builders/payment.ts";
import { readable, sendForm } from "../builders/shopper-form.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("find_without_mail", { tls: "off", roles: ["web"] });

const address = (path: string) => ({ url: `${world().webOrigin}${path}` });

it("says that nobody can be written to from here, and whom to ask", async () => {
  const page = await openPage(address("/find"));

  expect(readable(page)).toContain("Desde aquí no podemos enviarte correos");
  expect(readable(page)).toContain("Escribe a la tienda donde compraste");
  expect(page).not.toContain("<form");
  const answer = await sendForm(address("/find").url, { email: "rosa@example.com", detail: "120" });
  expect([answer.status, answer.location]).toEqual([303, "/find"]);
  expect(await world().rows("select 1 from graphile_worker.jobs")).toEqual([]);
});

it("never claims to have sent anything, whatever the address says", async () => {
  const page = readable(await openPage(address("/find?asked=yes")));

  expect(page).toContain("Desde aquí no podemos enviarte correos");
  expect(page).not.toContain("Revisa tu correo");
});

it("is offered nowhere", async () => {
  for (const path of ["/v/nobody", "/nowhere"])
    expect(await openPage(address(path)), path).not.toContain("/find");
});
