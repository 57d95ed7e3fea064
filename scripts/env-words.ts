/**
 * What each variable of the configuration means, for whoever fills in `.env`. What the schema knows (whether a variable is required, its
 * default, what it may be) is not repeated here: scripts/env-example.ts takes it from there and writes `.env.example`.
 */
import type { z } from "zod";
import type { configSchema } from "#app/lib/config.server.ts";

export interface EnvWords {
  /** What it is for and what breaks without it. A line break is kept; longer lines are broken for it. */
  says: string;
  /** Where the schema leaves out what another variable demands: `PAYMENTS_TLS_MODE=direct`. */
  requiredWith?: string;
  /** What stands behind the `=` where there is no default. */
  start?: string;
}

export type VariableName = keyof z.input<typeof configSchema>;

export interface EnvSection {
  title: string;
  variables: Partial<Record<VariableName, EnvWords>>;
}

export const ENV_SECTIONS: readonly EnvSection[] = [
  {
    title: "database and public address",
    variables: {
      DATABASE_URL: {
        says: "PostgreSQL; the tests run on 18. The database must exist; `npm run migrate` makes its tables. Without a value, `npm run migrate` uses a server of its own in .data/postgres, and `npm start` refuses to start.\npostgres://user:password@host:5432/database",
      },
      DATABASE_POOL_SIZE: {
        says: "Connections to the database per process; Prisma's reads take up to half as many again.",
      },
      PUBLIC_ORIGIN: {
        says: "The address under which shoppers reach the public port (WEB_PORT) and PagoEfectivo sends its notices. https in production.",
      },
    },
  },
  {
    title: "keys and the app at Shopify",
    variables: {
      VAULT_KEYS: {
        says: 'The keys that seal PagoEfectivo keys and Shopify tokens in the database: id:base64 of 32 bytes, separated by commas. The first one seals, all of them open: to change keys put a new one in front and keep the old one. `npm run keys:rotate` then seals everything anew; docs/keys.md says in which order. Lose them and every shop must be connected again. Make one:\n  echo "k1:$(openssl rand -base64 32)"',
      },
      BACKUP_KEYS: {
        says: "What `npm run backup` encrypts copies of the database with, in the same form as VAULT_KEYS and kept apart from them: the first one encrypts, all of them open. Without a value that command refuses; docs/backup.md.",
      },
      ERASURE_JOURNAL: {
        says: "A folder in which each erasure that Shopify asks for is written down, whom it is about sealed with VAULT_KEYS, so that `npm run ops -- erasures` can repeat it when the database was restored from an older copy. Keep it where the backups are, not on the database's disk; web processes must be able to write there (docs/backup.md). Without a value nobody knows of them after a restore.",
      },
      SHOPIFY_API_KEY: {
        says: "The app's client id, from the Partner Dashboard; it also stands in shopify.app.toml. Merchants sign in with it and the secret, webhooks are verified, tokens are refreshed.",
      },
      SHOPIFY_API_SECRET: { says: "The app's client secret, from the same place." },
      SHOPIFY_APP_EMBEDDED: {
        says: "Whether the admin lives inside Shopify's own (true) or beside it (false). App Store requirement 5.2.5 forbids payments apps the first. It must say the same as the file that was deployed: true with shopify.app.embedded.toml.",
      },
    },
  },
  {
    title: "the payments port",
    variables: {
      PAYMENTS_TLS_MODE: {
        says: "How the payments port knows that Shopify is calling.\n  direct: we end TLS there and ask for Shopify's client certificate; the three files below are then needed.\n  proxy:  a proxy of yours does that and tells us over plain HTTP what came of it; the secret below is then needed.\n  off:    plain HTTP from anyone, refused in production.",
        start: "direct",
      },
      PAYMENTS_TLS_CERT_FILE: {
        says: "The certificate of the payments host (PEM, with its intermediates), from a public authority: Shopify checks it. The three files are read at start; start again after renewing one.",
        requiredWith: "PAYMENTS_TLS_MODE=direct",
      },
      PAYMENTS_TLS_KEY_FILE: {
        says: "The private key of that certificate (PEM, without a passphrase).",
        requiredWith: "PAYMENTS_TLS_MODE=direct",
      },
      PAYMENTS_TLS_CLIENT_CA_FILE: {
        says: 'Shopify\'s authorities (PEM; roots and intermediates, several may stand in the file): take the current ones from shopify.dev, "Considerations for payments apps", mutual TLS. Never put the client certificate itself in: it is renewed.',
        requiredWith: "PAYMENTS_TLS_MODE=direct",
      },
      PAYMENTS_PROXY_SECRET: {
        says: "What the proxy sends with each request in X-Payments-Proxy-Secret; nobody else may know it. 32 to 512 visible characters:\n  openssl rand -hex 32",
        requiredWith: "PAYMENTS_TLS_MODE=proxy",
      },
      PAYMENTS_PROXY_VERIFY_HEADER: {
        says: "With proxy: in which header the proxy says what came of the client certificate. The proxy must replace what its caller wrote into it.",
      },
      PAYMENTS_PROXY_VERIFY_VALUE: {
        says: "With proxy: by which word it says that the certificate is good. nginx's $ssl_client_verify says SUCCESS.",
      },
      PAYMENTS_PORT: { says: "Shopify's payment sessions and nothing else." },
      PAYMENTS_HOST: {
        says: "Which address of this machine the payments port listens on. Without a value: 127.0.0.1 with PAYMENTS_TLS_MODE=proxy, all of them otherwise. A proxy on another machine sends its secret over the network between you: keep that network to yourselves.",
      },
    },
  },
  {
    title: "the public port",
    variables: {
      WEB_PORT: {
        says: "Shoppers' pages, the merchant's admin, PagoEfectivo's notices, /healthz, /readyz. Plain HTTP: put TLS in front of it.",
      },
      WEB_PROXY_SECRET: {
        says: "What your proxy in front of the public port sends with each request in X-Web-Proxy-Secret, 32 to 512 visible characters. Without it all shoppers behind the proxy come from one address, which is then not counted.",
      },
      WEB_PROXY_ADDRESS_HEADER: {
        says: "In which header that proxy says which address the request came from: one address, in place of what its caller wrote there.",
      },
      FLOOD_PAGES_PER_CODE: {
        says: "When shoppers' requests are too many, as burst/each minute: views of pages, questions for news, presses of buttons; of one code, and from one address (of IPv6: one /64), where hundreds of people may be behind one. Whoever asks more often gets 429 and a page that says so. This one: views of one code's page.",
      },
      FLOOD_PAGES_PER_ADDRESS: { says: "Views of pages from one address." },
      FLOOD_POLLS_PER_CODE: { says: "Questions for news of one code." },
      FLOOD_POLLS_PER_ADDRESS: { says: "Questions for news from one address." },
      FLOOD_FORMS_PER_CODE: { says: "Presses of buttons on one code's page." },
      FLOOD_FORMS_PER_ADDRESS: { says: "Presses of buttons from one address." },
      FLOOD_SESSIONS_PER_SHOP: {
        says: "The same for machines that have proved who they are: they hold back what has gone wild, never a good sale. This one: payment sessions of one shop, and as many refund sessions.",
      },
      FLOOD_NOTICES_PER_ACCOUNT: { says: "Signed notices of one account." },
      FLOOD_BAD_NOTICES_PER_ACCOUNT: {
        says: "Notices at one account's address that no key of the account has signed.",
      },
      FLOOD_SIGN_INS_PER_ADDRESS: { says: "Sign-ins to the admin from one address: each counts twice." },
    },
  },
  {
    title: "processes",
    variables: {
      NODE_ENV: {
        says: "Production refuses plain HTTP, PAYMENTS_TLS_MODE=off and simulators.",
      },
      ROLE: {
        says: "What this process does. Any number of each may share one database.",
      },
      OPS_PORT: {
        says: "/healthz, /readyz and /metrics of each process. It must not be reachable from outside. Two processes on one machine need two numbers.",
      },
      OPS_HOST: {
        says: "Which address of this machine that private port listens on. Where health is asked from outside the machine, as Kubernetes does, 0.0.0.0; and then let nobody else reach it.",
      },
      WORKER_CONCURRENCY: { says: "Jobs that a worker does at the same time." },
      PAGOEFECTIVO_TIMEOUT_SECONDS: {
        says: "How long PagoEfectivo's answer is awaited. A create that is given up too early ends unknown: a person must look for it. A process that is told to stop takes up to that long, and 15 seconds more.",
      },
      LOG_LEVEL: { says: "One JSON object a line, on standard output." },
      PROXY_REQUEST_ID_HEADER: {
        says: "In which header your proxies, whose secrets stand above, name each request, in place of what its caller wrote: as nginx does with proxy_set_header X-Request-Id $request_id. The log then has that name. Without it every request gets a name of ours.",
      },
    },
  },
  {
    title: "telling merchants",
    variables: {
      SMTP_URL: {
        says: "E-mail to merchants about cases, and to shoppers who have lost the link of their code: your mail server.\nsmtps://user:password@mail.example.com:465, or smtp://…:587, which then uses STARTTLS where the server offers it.",
        requiredWith: "ALERT_FROM",
      },
      ALERT_FROM: {
        says: "What stands as its sender: Ventanilla <alerts@example.com>",
        requiredWith: "SMTP_URL",
      },
      ALERT_WEBHOOK_PORTS: {
        says: "The ports that a merchant's own webhook address may have. Such an address is always https and must be public.",
      },
    },
  },
  {
    title: "how long records are kept",
    variables: {
      KEEP_PAYERS_DAYS: {
        says: "Days for which records are kept that nobody asked to forget (docs/privacy.md). This one: who payers are.",
      },
      KEEP_MESSAGES_DAYS: { says: "Messages that were dealt with." },
      KEEP_TIMELINE_DAYS: { says: "Timelines of ended payments, which then stand in an archive." },
    },
  },
  {
    title: "who operates this installation",
    variables: {
      OPERATOR_NAME: {
        says: "As the public pages /privacy, /terms and /support name you. Without it and the next two they say that nobody has said so. A production that shoppers reach needs them (Ley 29733), and a lawyer who has read the three pages.",
        requiredWith: "OPERATOR_EMAIL",
      },
      OPERATOR_ADDRESS: { says: "Your postal address.", requiredWith: "OPERATOR_NAME" },
      OPERATOR_EMAIL: { says: "Where shoppers and merchants write to.", requiredWith: "OPERATOR_NAME" },
      OPERATOR_PHONE: { says: "A telephone, where you have one." },
      OPERATOR_DATA_PLACE: {
        says: "Where the database stands: Lima, Peru, machines of Example S.A.C.",
      },
      OPERATOR_INCIDENT_CONTACT: {
        says: "Whom to tell of a failure or a leak at any hour, which Shopify's review asks for.",
      },
    },
  },
  {
    title: "never in production",
    variables: {
      SIMULATOR_SHOPIFY_ORIGIN: {
        says: "A simulator instead of Shopify: its real hosts then cannot be reached.",
      },
      SIMULATOR_PAGOEFECTIVO_ORIGIN: {
        says: "A simulator instead of PagoEfectivo: its real hosts then cannot be reached.",
      },
      ALERT_WEBHOOK_LOOPBACK: {
        says: "Lets a merchant's webhook be on this machine, by plain HTTP and on any port: for trying it out.",
      },
    },
  },
];
