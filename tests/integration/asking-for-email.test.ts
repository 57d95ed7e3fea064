import { expect, it } from "vitest";
import {
  arrive,
  codesOf,
  openPage,
  pageState,
  paymentRow,
  told,
  type ArrivedPayment,
} from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("asking_for_email", { tls: "off" });

const MINUTE_MS = 60_000;

async function withoutEmail(): Promise<ArrivedPayment> {
  const payment = await arrive(world(), { customer: null });
  await world().until("the page to ask", async () => {
    const jobs = await world().rows("select 1 from graphile_worker.jobs where key = $1", [
      `unseen:${payment.paymentId}`,
    ]);
    return jobs.length > 0;
  });
  return payment;
}

async function give(payment: ArrivedPayment, email: string): Promise<[number, string | null]> {
  const answer = await fetch(`${payment.url}/email`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ email }),
  });
  return [answer.status, answer.headers.get("Location")];
}

it("asks for the e-mail when the session has none, and asks PagoEfectivo nothing yet", async () => {
  const payment = await withoutEmail();

  expect(await pageState(payment)).toBe("needs-email");
  expect(await codesOf(world(), payment)).toEqual([]);
  expect((await paymentRow(world(), payment)).told).toBe("open");
  expect(told(world(), payment)).toEqual([]);
});

it("makes the code with the address that was typed", async () => {
  const payment = await withoutEmail();

  const answer = await give(payment, "rosa@example.com");

  expect(answer).toEqual([303, `/v/${payment.slug}`]);
  await world().until("the code", async () => (await codesOf(world(), payment))[0]?.state === "live");
  expect(await pageState(payment)).toBe("waiting");
});

it.each(["", "rosa", "rosa@", "rosa@example.com, eva@example.com", "rosa@example"])(
  "asks again when what was typed is no address: %j",
  async (typed) => {
    const payment = await withoutEmail();

    const answer = await give(payment, typed);

    expect(answer).toEqual([303, `/v/${payment.slug}?email=refused`]);
    expect(await pageState({ url: `${payment.url}?email=refused` })).toBe("needs-email");
    expect(await openPage({ url: `${payment.url}?email=refused` })).toContain('aria-invalid="true"');
    expect(await codesOf(world(), payment)).toEqual([]);
  },
);

it("makes one code however often the address is sent", async () => {
  const payment = await withoutEmail();

  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, index) => give(payment, `rosa${index}@example.com`)),
  );

  expect(answers).toEqual(answers.map(() => [303, `/v/${payment.slug}`]));
  await world().until("the code", async () => (await codesOf(world(), payment))[0]?.state === "live");
  expect(await codesOf(world(), payment)).toHaveLength(1);
});

it("keeps no address for a slug that nobody has", async () => {
  const answer = await fetch(`${world().webOrigin}/v/nobody/email`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ email: "rosa@example.com" }),
  });

  expect(answer.status).toBe(404);
});

it("releases the payment when nobody gives an address within half an hour", async () => {
  const payment = await withoutEmail();

  world().clock.shift(31 * MINUTE_MS);

  await world().until("the end", async () => (await paymentRow(world(), payment)).told === "released");
  expect(await paymentRow(world(), payment)).toMatchObject({ end_reason: "never-seen" });
  expect(await give(payment, "rosa@example.com")).toEqual([303, `/v/${payment.slug}`]);
  expect(await codesOf(world(), payment)).toEqual([]);
  expect(told(world(), payment)).toEqual([]);
});
