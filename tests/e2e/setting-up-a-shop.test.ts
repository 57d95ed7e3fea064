import { MERCHANT_LANGUAGES } from "#app/merchants/merchant-login.ts";
import { sendDeadLetterAgain, setAlerts, settleCase } from "./desk-walk.ts";
import { lookOver } from "./looked-over.ts";
import { Admin, merchantTest, newMerchant } from "./merchant-story.ts";
import {
  activate,
  connect,
  exportPayments,
  install,
  payWithCash,
  seeHome,
  seeShoppersPage,
  setRules,
  voidPayment,
  type Walk,
} from "./merchant-walk.ts";

for (const shell of ["standalone", "embedded"] as const) {
  const test = merchantTest(shell);

  for (const language of MERCHANT_LANGUAGES) {
    test(`a merchant sets up a shop, voids a payment and works at the desk: ${shell}, ${language}`, async ({
      page,
      world,
    }) => {
      test.setTimeout(300_000);
      const merchant = newMerchant(world, language);
      const admin = new Admin(page, { shell, world, language });
      const widths = language === "es" ? [360, 1280] : [360];
      const picture = language === "es" && shell === "standalone";
      const walk: Walk = {
        admin,
        world,
        merchant,
        look: async (name) => {
          await lookOver(page, { name, widths, picture });
          await page.setViewportSize({ width: 1280, height: 900 });
        },
      };
      await page.setViewportSize({ width: 1280, height: 900 });

      await install(walk);
      await connect(walk);
      await setRules(walk);
      await seeShoppersPage(walk);
      await activate(walk);
      const sessionId = await payWithCash(walk);
      await seeHome(walk);
      await exportPayments(walk, sessionId);
      await voidPayment(walk, sessionId);
      await settleCase(walk);
      await sendDeadLetterAgain(walk);
      await setAlerts(walk);
    });
  }
}
