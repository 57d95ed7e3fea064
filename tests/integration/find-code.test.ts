import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { mailText, type ReceivedMail } from "../builders/alert-receivers.ts";
import { openPage, withCode, type IssuedPayment } from "../builders/payment.ts";
import { readable, sendForm } from "../builders/shopper-form.ts";
import { tablesWith } from "../builders/shopify-webhook.ts";
import { useReceivers } from "../builders/told-shop.ts";
import { useWorld } from "../setup/world.ts";

const { mail } = await useReceivers();
const world = useWorld("find_code", { tls: "off", smtpUrl: mail.url });

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

const newAddress = () => `rosa.${randomUUID().slice(0, 8)}@example.com`;

function bought(email: string, more: Parameters<typeof withCode>[1] = {}): Promise<IssuedPayment> {
  return withCode(world(), { customer: { email, locale: "es" }, ...more });
}

/** Sends the form as from somebody who has not asked before. */
async function search(email: string, detail: string) {
  await world().rows("delete from turn_buckets where key not like 'find-address:%'");
  return sendForm(`${world().webOrigin}/find`, { email, detail });
}

/** The mails, once every search has been worked on. */
async function mailed(): Promise<ReceivedMail[]> {
  await world().until("the searches to end", async () => {
    const left = await world().rows(
      "select 1 from graphile_worker.jobs where task_identifier = 'send-found-codes' and run_at <= $1",
      [world().clock.now()],
    );
    return left.length === 0;
  });
  return mail.mails;
}

describe("a shopper who has lost the page", () => {
  it.each([
    ["the amount", () => "125"],
    ["the amount as it is printed", () => "S/ 125.00"],
    ["the code's last four digits", (payment: IssuedPayment) => payment.cip.slice(-4)],
  ])("gets the link at their address, for %s", async (_, detail) => {
    const email = newAddress();
    const payment = await bought(email, { amount: "125.00" });

    const answer = await search(email.toUpperCase(), detail(payment));

    expect([answer.status, answer.location]).toEqual([303, "/find?asked=yes"]);
    const [received, ...more] = await mailed();
    invariant(received, "the mail has arrived");
    expect(more).toEqual([]);
    expect(received.to).toEqual([email]);
    const text = mailText(received);
    expect(text).toContain(payment.url);
    expect(text).toContain("S/\u00a0125.00");
    expect(text, "the code itself stays on its page").not.toContain(payment.cip);
  });

  it("is written to in the language of the purchase", async () => {
    const email = newAddress();
    await bought(email, { amount: "80.00", customer: { email, locale: "en" } });

    await search(email, "80");

    expect((await mailed()).map(mailText).join("")).toContain("You asked for the link");
  });

  it("gets all that match in one mail, and one link for each checkout", async () => {
    const email = newAddress();
    const [one, two] = [await bought(email, { amount: "60.00" }), await bought(email, { amount: "60.00" })];
    await bought(email, { amount: "61.00" });

    await search(email, "60");

    const mails = await mailed();
    expect(mails).toHaveLength(1);
    const links =
      mails
        .map(mailText)
        .join("")
        .match(/http\S+\/v\/\S+/g) ?? [];
    expect(links.toSorted()).toEqual([one.url, two.url].toSorted());
  });

  it("is told of nothing that is older than ten days, or that is freed of personal data", async () => {
    const email = newAddress();
    const payment = await bought(email, { amount: "70.00" });
    world().clock.shift(11 * DAY_MS);
    await search(email, "70");
    expect(await mailed()).toEqual([]);

    world().clock.shift(0);
    await world().rows("update payments set shopper_email = null where id = $1", [payment.paymentId]);
    await search(email, "70");

    expect(await mailed()).toEqual([]);
  });
});

describe("what the page gives away", () => {
  // The canary: whoever holds a list of addresses must not learn which of them buys here, or for how much.
  it("is nothing: a hit, a wrong amount and an unknown address are answered with the same bytes", async () => {
    const email = newAddress();
    const payment = await bought(email, { amount: "99.00" });
    const searches = [
      [email, "99.00"],
      [email, "98.00"],
      [newAddress(), "99.00"],
      [newAddress(), payment.cip.slice(-4)],
    ] as const;

    const answers: unknown[] = [];
    for (const [address, detail] of searches) {
      const { status, location, html, headers } = await search(address, detail);
      const page = await fetch(`${world().webOrigin}${location ?? ""}`);
      const kept = (all: Headers) =>
        [...all].filter(([name]) => name !== "date" && name !== "x-request-id");
      answers.push([status, kept(headers), html, page.status, kept(page.headers), await page.text()]);
    }

    expect(answers).toEqual(answers.map(() => answers[0]));
    expect(JSON.stringify(answers[0])).toContain("Si hay un código con esos datos");
    expect(await mailed()).toHaveLength(1);
  });

  it("is nothing either when the address was written to often: the answer stays, the mails end", async () => {
    const email = newAddress();
    await bought(email, { amount: "50.00" });

    const answers = [];
    for (let time = 0; time < 5; time += 1) answers.push(await search(email, "50"));

    expect(new Set(answers.map(({ status, location }) => `${status} ${location}`))).toEqual(
      new Set(["303 /find?asked=yes"]),
    );
    expect(await mailed()).toHaveLength(3);
    world().clock.shift(HOUR_MS);
    await search(email, "50");
    expect(await mailed()).toHaveLength(4);
  });

  it("is no address among the jobs, in the log or in the limits", async () => {
    const email = newAddress();
    // The queue goes by its own clock: the job waits until the world's is waited for.
    world().clock.shift(HOUR_MS);

    await search(email, "33");
    await search(`nobody+${email}`, "no amount");

    const jobs = await world().rows(
      "select 1 from graphile_worker.jobs where task_identifier = 'send-found-codes'",
    );
    expect(jobs).toHaveLength(1);
    expect(await tablesWith(world(), [email, email.split("@")[0] ?? email])).toEqual([]);
    expect(world().logged().join("\n")).not.toContain(email);
    await mailed();
  });
});

describe("the form", () => {
  it.each([
    ["rosa@", "120", "Ese correo no parece completo."],
    ["rosa@example.com", "ayer", "Escribe el monto exacto"],
    ["", "", "Ese correo no parece completo."],
  ])("says what is wrong with %j and %j, and shows it again", async (email, detail, problem) => {
    const answer = await search(email, detail);

    expect(answer.status).toBe(422);
    expect(readable(answer.html)).toContain(problem);
    expect(answer.html).toContain(`value="${email}"`);
    expect(answer.headers.get("Cache-Control")).toBe("no-store");
  });

  it("writes nothing of what was typed as markup", async () => {
    const answer = await search('"><script>alert(1)</script>', '<img src=x onerror="1">');

    expect(answer.status).toBe(422);
    expect(answer.html).not.toMatch(/<script>|<img/);
  });

  it("is closed for a while to who asks too often, and says for how long", async () => {
    await world().rows("delete from turn_buckets");
    const send = () => sendForm(`${world().webOrigin}/find`, { email: newAddress(), detail: "120" });

    const answers = [];
    for (let time = 0; time < 11; time += 1) answers.push(await send());

    expect(answers.slice(0, 10).map(({ status }) => status)).toEqual(Array<number>(10).fill(303));
    const last = answers.at(-1);
    expect(last?.status).toBe(429);
    expect(Number(last?.headers.get("Retry-After"))).toBeGreaterThan(100);
    expect(readable(last?.html ?? "")).toContain("Vuelve a intentarlo dentro de 3 minutos.");
    await mailed();
  });

  it("is offered on every page that leads nowhere", async () => {
    for (const path of ["/v/nobody", "/v/nobody/return", "/v/nobody/operation", "/nowhere"]) {
      const page = await openPage({ url: `${world().webOrigin}${path}` });
      expect(page, path).toContain('href="/find?lang=es"');
    }
  });
});

describe("a mail that the server does not take now", () => {
  it("is sent again a minute later, and shown once by a mailbox", async () => {
    const email = newAddress();
    await bought(email, { amount: "45.00" });
    mail.refusals.push(451);

    await search(email, "45");
    expect(await mailed()).toEqual([]);
    world().clock.shift(61_000);

    const mails = await mailed();
    expect(mails).toHaveLength(1);
    expect(mails[0]?.raw).toMatch(/^message-id: <[0-9a-f-]{36}-0@/im);
  });

  it("is given up where it is refused for good", async () => {
    const email = newAddress();
    await bought(email, { amount: "46.00" });
    mail.refusals.push(550);

    await search(email, "46");
    await mailed();

    const left = await world().rows(
      "select 1 from graphile_worker.jobs where task_identifier = 'send-found-codes'",
    );
    expect(left).toEqual([]);
    expect(world().logged().join("\n")).toContain("a found code could not be mailed");
  });
});
