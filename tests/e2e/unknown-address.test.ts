import { waitingPayment } from "./payments-in-states.ts";
import { expect, test } from "./story.ts";

test("a mistyped address shows that there is no code, and nothing else", async ({
  page,
  request,
  voucher,
  watch,
  world,
}) => {
  const { url } = await waitingPayment(world);
  const mistyped = `${url.slice(0, -1)}${url.endsWith("A") ? "B" : "A"}`;
  watch.expectConsole(/status of 404/);

  const answer = await page.goto(mistyped);

  expect(answer?.status()).toBe(404);
  await expect(voucher.heading).toHaveText("No encontramos este código");
  await expect(voucher.code).toHaveCount(0);
  const body = await page.content();
  for (const secret of ["Tienda Demo", "S/", "stack", "Error:", "node_modules", "prisma"]) {
    expect(body).not.toContain(secret);
  }
  const nonsense = await request.get(`${world.webOrigin}/v/x`);
  expect(nonsense.status()).toBe(404);
  expect(await nonsense.text(), "every wrong address looks the same").toBe(await answer?.text());
  expect(nonsense.headers()).toMatchObject({
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    "content-security-policy": expect.stringContaining("default-src 'none'"),
  });
});

test("the doors of an unknown address say nothing either", async ({ request, world }) => {
  const unknown = `${world.webOrigin}/v/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`;

  const answers = [
    await request.get(`${unknown}/status`),
    await request.post(`${unknown}/kept`),
    await request.post(`${unknown}/continue`),
    await request.get(`${unknown}/return`),
  ];

  expect(answers.map((answer) => answer.status())).toEqual([404, 404, 404, 404]);
});
