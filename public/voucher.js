// The voucher page works without this file. With it the page follows the payment by itself, copies
// the code and knows when the phone is offline. All words come from the server's HTML.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const announcement = document.getElementById("announcement");

const follow = {
  /** Since when the shopper has been looking, in page time: asking slows down from here. */
  since: performance.now(),
  timer: 0,
  asking: false,
  failures: 0,
  etag: "",
  version: null,
  sending: false,
  /** What the server last drew, to leave the page alone when only unseen things changed. */
  drawn: "",
  /** The change that was announced last: each is said once. */
  news: "",
};
/** Server time minus the phone's: a wrong clock must not show a wrong remaining time. */
let clockOffset = 0;
let kept = false;

const main = () => document.querySelector("main");
const shopperIsHere = () => document.visibilityState === "visible";

function announce(text) {
  if (announcement) announcement.textContent = text;
}

// --- What only a script can offer: buttons that wait in templates -----------------------------

function prepare() {
  const page = main();
  follow.drawn = drawing(page);
  clockOffset = Date.parse(page.dataset.now) - Date.now();
  for (const template of page.querySelectorAll("template")) template.replaceWith(template.content);
  page.querySelector("[data-copy]")?.addEventListener("click", copyCode);
  page.querySelector("[data-print]")?.addEventListener("click", () => window.print());
  prepareKeeping(page);
  for (const form of page.querySelectorAll("form[data-sending]"))
    form.addEventListener("submit", showSending);
  showLocalDeadline();
  showTimeLeft();
}

/**
 * A page as text, without what changes by the clock alone. Taken before the script touches the page. No copy of its elements:
 * that would fetch the pictures in it.
 */
function drawing(page) {
  return page.innerHTML.replace(page.querySelector("[data-deadline]")?.outerHTML ?? "", "");
}

async function copyCode(event) {
  const button = event.currentTarget;
  const code = main().querySelector("[data-code]");
  const label = button.textContent;
  let text = button.dataset.copied;
  try {
    await navigator.clipboard.writeText(code.dataset.code);
    reportKept();
  } catch {
    // Old or locked-down browsers (in-app ones too): the selected digits can be copied by hand.
    getSelection()?.selectAllChildren(code);
    text = button.dataset.manual;
  }
  if (label === text) return;
  button.textContent = text;
  announce(text);
  setTimeout(() => (button.textContent = label), 3 * SECOND);
}

// --- Taking the code along ---------------------------------------------------------------------

const isTouched = matchMedia("(pointer: coarse)").matches;

function prepareKeeping(page) {
  const picture = new File([], "x.png", { type: "image/png" });
  if (!navigator.share) page.querySelector("[data-share]")?.remove();
  // Browsers inside other apps drop a download without a word.
  if (isTouched && !navigator.canShare?.({ files: [picture] }))
    page.querySelector("[data-image]")?.remove();
  for (const [way, act] of Object.entries({ keep: reportKept, share: shareCode, image: saveImage }))
    for (const control of page.querySelectorAll(`[data-${way}]`)) control.addEventListener("click", act);
  // Leaves no trace in the page: in a copy that is saved the notice must appear.
  for (const animation of document.getAnimations()) animation.cancel();
}

async function shareCode() {
  const link = main().querySelector("[data-whatsapp]");
  try {
    await navigator.share({ text: new URL(link.href).searchParams.get("text") });
    void reportKept();
  } catch (error) {
    if (error.name !== "AbortError") link.click();
  }
}

function saveImage(event) {
  const name = event.currentTarget.dataset.image;
  drawCode().toBlob((blob) => {
    const file = new File([blob], name, { type: blob.type });
    if (isTouched) navigator.share({ files: [file] }).catch(() => {});
    else {
      const href = URL.createObjectURL(file);
      Object.assign(document.createElement("a"), { href, download: name }).click();
    }
    void reportKept();
  });
}

/** What the code card says, black on white. */
function drawCode() {
  const page = main();
  const lines = page.querySelectorAll(
    "h1, .card .label, .amount, .card [data-code], .deadline-date, .zone",
  );
  const canvas = document.createElement("canvas");
  canvas.width = 1080;
  canvas.height = 110 * lines.length + 260;
  const pen = canvas.getContext("2d");
  pen.textAlign = "center";
  const write = (text, color, size, y) => {
    pen.font = `bold ${size}px sans-serif`;
    pen.fillStyle = color;
    pen.fillText(text, 540, y, 1020);
  };
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, 1080, canvas.height);
  write("PagoEfectivo", "#000", 60, 110);
  lines.forEach((line, index) => {
    const { code } = line.dataset;
    const text = code?.replace(/...(?=.)/g, "$& ") ?? line.textContent;
    write(text, "#000", code ? 140 : line.matches(".amount") ? 90 : 42, 110 * index + (code ? 245 : 220));
  });
  pen.rotate(-0.4);
  write(page.dataset.test ?? "", "#b008", 260, canvas.height / 2 + 300);
  return canvas;
}

/** Tells the server, once, that the shopper took the code along. Losing this report loses no money. */
async function reportKept() {
  const url = main().dataset.keptUrl;
  if (kept || !url) return;
  kept = true;
  try {
    const answer = await fetch(url, { method: "POST", keepalive: true });
    kept = answer.ok;
  } catch {
    kept = false;
  }
}

/** A second press is stopped; the button keeps its name and value, which a disabled one would lose. */
function showSending(event) {
  if (follow.sending) {
    event.preventDefault();
    return;
  }
  follow.sending = true;
  const button = event.submitter ?? event.currentTarget.querySelector("button");
  button.dataset.label = button.textContent;
  button.textContent = event.currentTarget.dataset.sending;
  button.setAttribute("aria-disabled", "true");
  // The answer is a new page. When none comes (stopped, lost), the button must work again.
  setTimeout(endSending, 20 * SECOND);
}

function endSending() {
  follow.sending = false;
  for (const button of document.querySelectorAll("button[data-label]")) {
    button.textContent = button.dataset.label;
    button.removeAttribute("aria-disabled");
    delete button.dataset.label;
  }
  schedule(SECOND);
}

// --- Time --------------------------------------------------------------------------------------

/** The same rule as the server's: whole days, then hours, then minutes, rounded down. */
function showTimeLeft() {
  const line = main().querySelector("[data-deadline]");
  if (!line) return;
  const left = Date.parse(line.dataset.deadline) - (Date.now() + clockOffset);
  line.classList.toggle("urgent", left < HOUR);
  if (left <= 0) line.textContent = "";
  else if (left < MINUTE) line.textContent = line.dataset.soon;
  else {
    const [size, unit] = left >= DAY ? [DAY, "day"] : left >= HOUR ? [HOUR, "hour"] : [MINUTE, "minute"];
    const relative = new Intl.RelativeTimeFormat(document.documentElement.lang).format(
      Math.floor(left / size),
      unit,
    );
    line.textContent = line.dataset.left.replace("{relative}", relative);
  }
}

function dateText(date, timeZone) {
  const options = { dateStyle: "full", timeStyle: "short", ...(timeZone && { timeZone }) };
  return new Intl.DateTimeFormat(document.documentElement.lang, options).format(date);
}

/** A second line for a shopper whose phone is not on Peru's time. */
function showLocalDeadline() {
  const line = main().querySelector("[data-local]");
  const deadline = main().querySelector("[data-deadline]");
  if (!line || !deadline) return;
  const date = new Date(deadline.dataset.deadline);
  const text = dateText(date);
  if (text === dateText(date, "America/Lima")) return;
  line.textContent = line.dataset.local.replace("{date}", text);
  line.hidden = false;
}

// --- Following the payment ---------------------------------------------------------------------

/** Milliseconds until the next question, or null when there is nothing more to ask. */
function nextDelay() {
  const { state, told } = main().dataset;
  const looking = performance.now() - follow.since;
  if (state === "preparing" || state === "voiding") return looking < 30 * SECOND ? 2 * SECOND : 5 * SECOND;
  if (state === "paid") return looking < 5 * MINUTE ? 5 * SECOND : null;
  if (state === "expiring") return looking < 30 * MINUTE ? 15 * SECOND : null;
  if (looking < 2 * MINUTE) return 5 * SECOND;
  // While the order is open the server takes 30 s of silence for a shopper who has left.
  return looking < 10 * MINUTE || told === "open" ? 15 * SECOND : 60 * SECOND;
}

function schedule(delay = nextDelay()) {
  clearTimeout(follow.timer);
  if (delay === null || !("live" in main().dataset)) return;
  // A failing network or server is asked less and less, at most once a minute.
  const wait = Math.min(delay * 2 ** follow.failures, Math.max(delay, MINUTE));
  follow.timer = setTimeout(ask, wait);
}

async function ask() {
  clearTimeout(follow.timer);
  if (follow.asking || follow.sending || !shopperIsHere() || !("live" in main().dataset)) return;
  follow.asking = true;
  let delay;
  try {
    delay = await askOnce();
    follow.failures = 0;
    showOffline(false);
  } catch {
    follow.failures = Math.min(follow.failures + 1, 5);
    showOffline(!navigator.onLine || follow.failures > 1);
  } finally {
    follow.asking = false;
  }
  schedule(delay);
}

/** Asks for the state; returns a delay only where the server named one. Throws when it got no answer. */
async function askOnce() {
  const answer = await fetch(main().dataset.statusUrl, {
    headers: follow.etag ? { "If-None-Match": follow.etag } : {},
    cache: "no-store",
    signal: AbortSignal.timeout(10 * SECOND),
  });
  // A moment that the page names is over: what it says of it is, too.
  const isDue = Date.parse(main().dataset.again) <= Date.now() + clockOffset;
  if (answer.status === 304) {
    if (isDue) await showNewPage();
    return undefined;
  }
  if (answer.status === 429) return Math.max(Number(answer.headers.get("Retry-After")) || 30, 5) * SECOND;
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const { state, told, version } = await answer.json();
  const shown = main().dataset;
  const moved = state !== shown.state || (shown.told !== undefined && told !== shown.told);
  // Facts that state and told do not name may have changed between the page and the first answer.
  const unsettled = follow.version === null && "unsettled" in shown;
  const isNew = moved || unsettled || isDue || (follow.version !== null && version !== follow.version);
  if (isNew && !(await showNewPage())) return undefined;
  // Remembered only after the new page is on the screen: a failed swap is asked for again.
  follow.version = version;
  follow.etag = answer.headers.get("ETag") ?? "";
  return undefined;
}

/**
 * Replaces `<main>` by the server's present one. False while the shopper writes into a field, whose words would be gone: the
 * news is said, and the page follows when the field is left. Only a new state moves the focus to its heading.
 */
async function showNewPage() {
  const answer = await fetch(location.pathname + location.search, {
    cache: "no-store",
    signal: AbortSignal.timeout(10 * SECOND),
  });
  if (!answer.ok) throw new Error(`page ${answer.status}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = fresh.querySelector("main");
  // A press of Continue during the fetch must reach the server; its answer is a whole new page.
  if (!next || follow.sending) return true;
  const page = main();
  const isNewState = next.dataset.state !== page.dataset.state;
  const moved = isNewState || next.dataset.told !== page.dataset.told;
  if (!moved && drawing(next) === follow.drawn) return true;
  document.title = fresh.title;
  const icon = fresh.querySelector("link[rel=icon]")?.getAttribute("href");
  if (icon) document.querySelector("link[rel=icon]")?.setAttribute("href", icon);
  const news = moved && next.querySelector(isNewState ? ".strip-label" : ".next h2, .next p")?.textContent;
  if (news && news !== follow.news) announce((follow.news = news));
  const held = page.contains(document.activeElement) ? document.activeElement : null;
  if (held?.matches("input, select, textarea")) return false;
  const isSelecting = getSelection()?.isCollapsed === false;
  const unfolded = [...page.querySelectorAll("details[open] > summary")].map(
    ({ textContent }) => textContent,
  );
  page.replaceWith(document.adoptNode(next));
  if (isNewState) follow.since = performance.now();
  else
    for (const summary of next.querySelectorAll("summary"))
      summary.parentElement.open = unfolded.includes(summary.textContent);
  prepare();
  if (isSelecting || !(isNewState || held)) return true;
  const heading = next.querySelector("h1");
  const twin = isNewState
    ? heading
    : [...next.querySelectorAll(held.localName)].find(
        ({ textContent }) => textContent === held.textContent,
      );
  (twin ?? heading)?.focus({ preventScroll: !isNewState });
  return true;
}

function showOffline(offline) {
  const notice = main().querySelector("[data-offline]");
  if (!notice || notice.hidden === !offline) return;
  notice.hidden = !offline;
  if (offline) announce(notice.textContent);
}

/** People leave for their bank's app and come back: that moment must show the truth at once. */
function comeBack() {
  if (!shopperIsHere()) return;
  follow.since = performance.now();
  follow.failures = 0;
  showTimeLeft();
  void ask();
}

document.addEventListener("visibilitychange", () => {
  if (shopperIsHere()) comeBack();
  else clearTimeout(follow.timer);
});
window.addEventListener("online", comeBack);
window.addEventListener("offline", () => showOffline(true));
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  endSending();
  comeBack();
});
window.addEventListener("beforeprint", () => {
  const line = main().querySelector("[data-printed]");
  if (line)
    line.textContent = line.dataset.printed.replace(
      "{date}",
      dateText(new Date(Date.now() + clockOffset), "America/Lima"),
    );
  void reportKept();
});
document.addEventListener("copy", () => {
  const code = main().querySelector("[data-code]");
  if (code && getSelection()?.containsNode(code, true)) void reportKept();
});

prepare();
schedule();
setInterval(() => {
  if (shopperIsHere()) showTimeLeft();
}, MINUTE);
