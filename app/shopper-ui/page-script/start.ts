// The voucher page works without this script. With it the page follows the payment by itself, copies
// the code and knows when the phone is offline. All words come from the server's HTML.
import { MINUTE, SECOND } from "./durations.ts";
import { comeBack, schedule, showOffline, stopAsking } from "./follow-payment.ts";
import { noticeCopy, reportKept } from "./keep-code.ts";
import { shopperIsHere } from "./page.ts";
import { preparePage } from "./prepare-page.ts";
import { afterSending, endSending } from "./send-forms.ts";
import { showPrintedMoment, showTimeLeft } from "./show-times.ts";

document.addEventListener("visibilitychange", () => {
  if (shopperIsHere()) comeBack();
  else stopAsking();
});
window.addEventListener("online", comeBack);
window.addEventListener("offline", () => showOffline(true));
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  endSending();
  comeBack();
});
window.addEventListener("beforeprint", () => {
  showPrintedMoment();
  void reportKept();
});
document.addEventListener("copy", noticeCopy);

afterSending(() => schedule(SECOND));
preparePage();
schedule();
setInterval(() => {
  if (shopperIsHere()) showTimeLeft();
}, MINUTE);
