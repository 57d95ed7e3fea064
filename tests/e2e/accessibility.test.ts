import { expect, test } from "playwright/test";
import { expectAccessible } from "./accessibility.ts";

const DOCUMENT = '<!doctype html><html lang="es"><title>Página</title><main>';
const NO_NAME = "<button></button>";

const framed = (inside: string) =>
  `${DOCUMENT}<iframe title="Marco" srcdoc='${DOCUMENT}${inside}'></iframe>`;

for (const { place, html } of [
  { place: "page", html: DOCUMENT + NO_NAME },
  { place: "frame of the page", html: framed(NO_NAME) },
]) {
  test(`a button without a name in a ${place} is told by its rule and element`, async ({ page }) => {
    await page.setContent(html);

    await expect(expectAccessible(page, "here")).rejects.toThrow("button-name: button");
  });
}

test("a page and a frame without faults pass, and what is put right passes the second time", async ({
  page,
}) => {
  await page.setContent(framed("<button>Pagar</button>"));
  await expectAccessible(page, "at first");

  await page.locator("main").evaluate((main) => main.append(document.createElement("button")));
  await expect(expectAccessible(page, "with a fault")).rejects.toThrow("button-name: button");
  await page.locator("main > button").evaluate((button) => (button.textContent = "Pagar"));
  await expectAccessible(page, "put right");
});

test("a part that fades in is judged as it will be", async ({ page }) => {
  const fading = "p { animation: in 600s } @keyframes in { from { opacity: 0.2 } }";
  await page.setContent(`${DOCUMENT}<style>${fading}</style><p>Paga en efectivo`);

  await expectAccessible(page, "at once");
});

test("a part that begins to fade in while it is looked at is judged as it will be", async ({ page }) => {
  const fading = "p { opacity: 0.2 } p.in { opacity: 1; transition: opacity 600s }";
  await page.setContent(`${DOCUMENT}<style>${fading}</style><p class="in">Guardado`);
  // As a toast comes at a moment of its own: again and again, so that no look falls beside it.
  await page.locator("p").evaluate((part) => {
    setInterval(() => {
      part.classList.remove("in");
      getComputedStyle(part).getPropertyValue("opacity");
      part.classList.add("in");
    }, 20);
  });

  await expectAccessible(page, "at any time");
});

test("a part that stays too pale is told", async ({ page }) => {
  await page.setContent(`${DOCUMENT}<style>p { opacity: 0.4; transition: opacity 1s }</style><p>Guardado`);

  await expect(expectAccessible(page, "here")).rejects.toThrow("color-contrast: p");
});
