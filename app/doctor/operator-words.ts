/**
 * Every sentence of the doctor, for whoever runs the app: what was found and, where something is wrong, the one thing to do. In English
 * like the rest of the operator's tools; merchants read their own sentences, in their languages.
 */
import type { Mark } from "#app/doctor/mark.ts";

interface Saying {
  mark: Mark;
  found: string;
  /** Null where nothing is to be done. */
  fix: string | null;
}

const ok = (found: string): Saying => ({ mark: "ok", found, fix: null });
const warning = (found: string, fix: string): Saying => ({ mark: "warning", found, fix });
const failure = (found: string, fix: string): Saying => ({ mark: "failure", found, fix });

const MACHINE = {
  skipped: { mark: "skipped", found: "Not looked at: {first} must be right first.", fix: null },
  "could-not-look": failure(
    "The check itself failed ({reason}).",
    "Send the text for support: this is a fault of the app.",
  ),
  "node-good": ok("Node {version}."),
  "node-old": failure(
    "Node {version} cannot run this app.",
    "Run it with Node 24; on Linux `npm ci --include=optional` brings it along.",
  ),
  "node-ended": warning("Node {version} gets no security fixes since {day}.", "Move to Node 24."),
  "node-short-lived": warning("Node {version} is no line with long support.", "Move to Node 24."),
  "configuration-good": ok("Every variable can be used, and they fit together."),
  "configuration-bad": failure(
    "{count} variable(s) cannot be used: {problems}.",
    "Correct them where the processes get them from (.env.example explains each), then ask again.",
  ),
  "web-proxy-unknown": warning(
    "The proxy in front of the public port does not say whom it speaks for, so that a flood looks like shoppers.",
    "Set WEB_PROXY_SECRET, and let the proxy send it with the caller's address (README, Start).",
  ),
  "operator-named": ok(
    "The public pages name who runs the service, where its records stand and whom to tell of a leak.",
  ),
  "operator-unnamed": warning(
    "/privacy, /terms and /support name nobody: people cannot know who keeps what is theirs.",
    "Set OPERATOR_NAME, OPERATOR_ADDRESS and OPERATOR_EMAIL, and start the web role again (.env.example explains each).",
  ),
  "operator-incomplete": warning(
    "The public pages name who runs the service, but not everything: {missing} is not set.",
    "Set it and start the web role again: /privacy says where records stand, /support whom to tell of a leak.",
  ),
  "database-good": ok("PostgreSQL {version} answers."),
  "database-silent": failure(
    "The database does not answer ({reason}).",
    "Start PostgreSQL, or correct host and port in DATABASE_URL.",
  ),
  "database-refuses": failure(
    "The database refuses our user ({reason}).",
    "Correct user and password in DATABASE_URL.",
  ),
  "database-absent": failure(
    "The database that DATABASE_URL names does not exist.",
    "Create it, then run `npm run migrate`.",
  ),
  "database-untested": warning(
    "PostgreSQL {version} answers; this app is tested on 18.",
    "Move the database to PostgreSQL 18.",
  ),
  "migrations-good": ok("{count} migrations, none is missing."),
  "migrations-missing": failure(
    "The database lacks {count} migration(s), the first is {first}.",
    "Run `npm run migrate`, then start the processes again.",
  ),
  "migrations-broken": failure(
    "Migration {first} began and did not end.",
    "Read its error in the table _prisma_migrations, mend the cause, then run `npm run migrate`.",
  ),
  "migrations-ahead": warning(
    "The database has {count} migration(s) that this version does not know, the first is {first}.",
    "Run the newer version of the app, which made them.",
  ),
  "queue-tables-absent": failure("The job queue has no tables.", "Run `npm run migrate`."),
  "vault-good": ok("VAULT_KEYS opens what is sealed ({count} tried)."),
  "vault-shut": failure(
    "VAULT_KEYS does not open {count} of {tried} sealed keys: {shops}.",
    "Put the key that sealed them back into VAULT_KEYS, behind the one that seals now.",
  ),
  "clock-good": ok("Our clock agrees with {whose}; at most {seconds} s apart."),
  "clock-off": warning(
    "Our clock is {seconds} s away from {whose}.",
    "Let this machine take its time from NTP (timedatectl set-ntp true).",
  ),
  "clock-wrong": failure(
    "Our clock is {seconds} s away from {whose}: PagoEfectivo may refuse all keys, and codes end at the wrong time.",
    "Let this machine take its time from NTP (timedatectl set-ntp true), then start the processes again.",
  ),
} as const satisfies Record<string, Saying>;

const QUEUE = {
  "workers-good": ok("{count} worker pool(s) live; the last sign of life came {seconds} s ago."),
  "workers-none": failure(
    "No worker lives: no code is made, and no payment goes on.",
    "Start one: `ROLE=worker npm start`, or `npm start` for everything.",
  ),
  "jobs-good": ok("No job waits longer than it should."),
  "jobs-late": warning(
    "Job {job} has been due for {minutes} min; {count} job(s) are due.",
    "Start another worker, or raise WORKER_CONCURRENCY.",
  ),
  "jobs-stuck": failure(
    "Job {job} has been due for {minutes} min; {count} job(s) are due.",
    "Read in the workers' log why they take no jobs, then start them again.",
  ),
  "jobs-alive": ok("No job has used up its attempts."),
  "jobs-dead": failure(
    "{count} job(s) have used up their attempts and do not run again: {jobs} (ids {ids}).",
    "Read last_error in graphile_worker._private_jobs, mend the cause, then give them back with graphile_worker.reschedule_jobs.",
  ),
} as const satisfies Record<string, Saying>;

const DOORS = {
  "payments-good": ok("The payments port shows our certificate, and lets in nobody without Shopify's."),
  "payments-behind-proxy": ok("The payments port refuses whoever does not know the proxy's secret."),
  "payments-not-knocked": ok("PAYMENTS_TLS_MODE={mode}; with --live the doctor knocks at the port."),
  "payments-elsewhere": ok("This configuration runs no payments port (ROLE={role})."),
  "payments-off": warning(
    "PAYMENTS_TLS_MODE=off: the payments port takes sessions from anybody.",
    "Use direct or proxy; off is for trying the app out.",
  ),
  "payments-silent": failure(
    "Nobody answers at the payments port {port} ({reason}): no shopper can choose PagoEfectivo.",
    "Start the payments role on this machine, or correct PAYMENTS_PORT and PAYMENTS_HOST.",
  ),
  "payments-other-certificate": warning(
    "The payments port shows another certificate than PAYMENTS_TLS_CERT_FILE holds now.",
    "Start the payments role again: it reads its files only then.",
  ),
  "payments-open": failure(
    "The payments port answered a stranger (HTTP {status}).",
    "Stop it now: what answers there does not know its callers as this configuration says.",
  ),
  "chain-good": ok("Our chain ({count}) and Shopify's authorities ({authorities}) are whole."),
  "chain-none": ok("There is none to judge here: PAYMENTS_TLS_MODE={mode}."),
  "chain-broken": failure(
    "Certificate {position} of PAYMENTS_TLS_CERT_FILE is not signed by the one after it.",
    "Put our certificate first, then the intermediates, each after the one that it signed.",
  ),
  "chain-incomplete": failure(
    "PAYMENTS_TLS_CERT_FILE ends before an authority that others know: Shopify cannot prove whose it is.",
    "Add the intermediates that your authority gave you with the certificate.",
  ),
  "chain-wrong-purpose": failure(
    "The certificate in PAYMENTS_TLS_CERT_FILE is not meant for servers.",
    "Get one for server authentication from a public authority.",
  ),
  "authority-orphan": failure(
    "Authority {position} in PAYMENTS_TLS_CLIENT_CA_FILE stands there without the one that signed it: all its callers are refused.",
    "Take the whole set from shopify.dev, intermediates and roots.",
  ),
  "dates-good": ok("The next certificate to end, the {name}, has {days} days left."),
  "dates-none": ok("There is none to watch here: PAYMENTS_TLS_MODE={mode}."),
  "own-certificate-soon": warning(
    "The {name} ends in {days} days.",
    "Renew it, put it into PAYMENTS_TLS_CERT_FILE with its key, and start the payments role again.",
  ),
  "own-certificate-ends": failure(
    "The {name} has {days} days left: when it has ended, Shopify sends no payments.",
    "Renew it today, put it into PAYMENTS_TLS_CERT_FILE with its key, and start the payments role again.",
  ),
  "authority-soon": warning(
    "The {name} ends in {days} days.",
    "Take Shopify's authorities of today from shopify.dev into PAYMENTS_TLS_CLIENT_CA_FILE, and start the payments role again.",
  ),
  "authority-ends": failure(
    "The {name} has {days} days left: callers that it vouches for are refused when it has ended.",
    "Take Shopify's authorities of today from shopify.dev into PAYMENTS_TLS_CLIENT_CA_FILE, and start the payments role again.",
  ),
  "address-good": ok("Our public address answers."),
  "address-silent": failure(
    "PUBLIC_ORIGIN cannot be reached from here ({reason}): no shopper sees a code, no notice arrives.",
    "Check its DNS name, the proxy in front of WEB_PORT and that proxy's certificate, and that the web role runs.",
  ),
  "address-strange": failure(
    "Something else than this app answers at PUBLIC_ORIGIN (HTTP {status}).",
    "Point PUBLIC_ORIGIN and its DNS name at the proxy in front of WEB_PORT, and let it pass every path on.",
  ),
} as const satisfies Record<string, Saying>;

const SHOPS = {
  "keys-accepted": ok("PagoEfectivo accepts the keys of all {count} account(s), asked just now."),
  "keys-known": ok("PagoEfectivo accepted the keys of all {count} account(s) when they were last used."),
  "keys-none": ok("No shop has connected an account yet."),
  "keys-refused": failure(
    "PagoEfectivo refuses the live keys of: {shops}.",
    "Their merchants must enter the keys again in the admin; if these are many, look at our clock first.",
  ),
  "test-keys-refused": warning(
    "PagoEfectivo refuses the test keys of: {shops}.",
    "Their merchants should enter the test keys again in the admin.",
  ),
  "keys-unproved": warning(
    "PagoEfectivo has never accepted the keys of: {shops}.",
    "Run the doctor with --live, or press Test connection in the admin.",
  ),
  "keys-unanswered": failure(
    "PagoEfectivo does not answer ({reason}).",
    "Look at the firewall, at DNS and at PagoEfectivo's status (docs/runbook.md).",
  ),
  "keys-unclear": warning(
    "PagoEfectivo's answer proves nothing ({reason}) for: {shops}.",
    "Ask again in some minutes; if it stays, ask PagoEfectivo about the service.",
  ),
  "notices-good": ok(
    "{count} signed probe(s) came in through our public address as they were sent; nothing was stored.",
  ),
  "notices-last": ok("The last notice of PagoEfectivo came at {moment}; --live sends a probe."),
  "notices-none": ok("No notice has come yet; --live sends a probe."),
  "notices-no-account": ok("No account is connected, so that nobody can send a notice."),
  "probe-spoilt": failure(
    "The notice door refused a rightly signed probe (HTTP 401): something on the way changes what is sent.",
    "Let whatever stands in front of WEB_PORT pass POST bodies on unchanged.",
  ),
  "probe-blocked": failure(
    "A probe was not let through to the notice door (HTTP {status}).",
    "Let whatever stands in front of WEB_PORT pass POST /pagoefectivo/notices/ on, without a challenge or a login.",
  ),
  "probe-lost": failure(
    "A probe got no answer at our public address ({reason}).",
    "Check that the web role runs, and the proxy in front of WEB_PORT.",
  ),
  "probe-false": failure(
    "Something answered the probe that could not prove to be this app: notices may be lost there.",
    "Point PUBLIC_ORIGIN at the proxy in front of WEB_PORT; nothing on the way may answer by itself.",
  ),
  "tokens-good": ok("{count} installed shop(s), each with a token of Shopify."),
  "tokens-none-needed": ok("No shop has installed the app yet."),
  "tokens-lost": failure(
    "There is no Shopify token any more for: {shops}. Their orders are not told anything.",
    "Somebody of each shop must open the app in Shopify's admin.",
  ),
  "told-good": ok("Shopify knows of {count} shop(s) what they want."),
  "told-switched-off": failure(
    "Switched off by the app ({reason}): {shops}.",
    "What it says must be mended first; the shop then comes back by itself or with its merchant's Activate.",
  ),
  "told-problem": failure(
    "Shopify could not be told ({reason}) that these take payments or not: {shops}.",
    "Mend what it says; the app tries again every hour, and at once when the merchant presses Activate.",
  ),
  "told-waiting": warning(
    "Shopify was not told yet that these take payments or not: {shops}.",
    "Wait for the hourly job, or let the merchant press Activate; if it stays, look at the workers.",
  ),
} as const satisfies Record<string, Saying>;

export const SAYINGS = { ...MACHINE, ...QUEUE, ...DOORS, ...SHOPS } as const;

type Values = Readonly<Record<string, string | number>>;

/** Every word that a finding may be. */
export type Code = keyof typeof SAYINGS;

export function markOf({ code }: { code: Code }): Mark {
  return SAYINGS[code].mark;
}

export function fixOf({ code }: { code: Code }): string | null {
  return SAYINGS[code].fix;
}

/** The sentence, with shops named by `nameOf`. Throws when a value that it asks for was not given: that is a bug. */
export function sentenceOf(
  finding: { code: Code; values: Values; shops: readonly string[] },
  nameOf: (shop: string) => string = (shop) => shop,
): string {
  const values: Values = {
    ...finding.values,
    shops: finding.shops.map(nameOf).join(", "),
  };
  return SAYINGS[finding.code].found.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${finding.code} was not given its ${name}`);
    return String(value);
  });
}
