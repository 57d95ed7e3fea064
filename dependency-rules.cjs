// Which folder may import which. An arrow that is not wanted is a design change: change the rule
// here with its reason, not the import around it.

/** Later subjects may use earlier ones, never the reverse. */
const SUBJECTS = [
  "channels",
  "merchants",
  "inbox",
  "payments",
  "refunds",
  "cases",
  "books",
  "figures",
  "privacy",
  "log",
  "doctor",
  "keys",
  "shop-export",
  "operator",
];
const anySubject = SUBJECTS.join("|");

/** Tests, and the stand-ins for an outside party that only tests start. */
const TEST = "(\\.test|/stand-in-[^/]*)\\.tsx?$";
const SERVER_FILE = "\\.server\\.tsx?$";
const PAGE_SCRIPT = "^app/shopper-ui/page-script/";
const STORE = "-store[^/]*\\.server\\.ts$";
const DATABASE_FILES = [
  `(-store|-queries)[^/]*\\.server\\.ts$`,
  "^app/lib/database[^/]*\\.server\\.ts$",
  "^app/generated/",
];
const REMIX_FILES = [
  "^app/(root|routes|entry\\.[a-z]+)\\.tsx?$",
  "^app/routes/",
  "^app/[a-z]+-ui/",
  "^server/web\\.ts$",
];

/** An error named `name`: files at `from` must not import `to`. Both are patterns, or dependency-cruiser's own terms. */
function forbid(name, comment, from, to) {
  const terms = typeof from === "object" && !Array.isArray(from) ? from : { path: from };
  const pathNot = [TEST, ...[terms.pathNot ?? []].flat()];
  const aim = typeof to === "object" && !Array.isArray(to) ? to : { path: to };
  return { name, comment, severity: "error", from: { ...terms, pathNot }, to: aim };
}

const subjectOrder = SUBJECTS.slice(0, -1).map((subject, index) =>
  forbid(
    `subject-order-${subject}`,
    "Between subjects the arrow points one way: operator → shop-export → keys → doctor → log → privacy → figures → books → cases → refunds → payments → inbox → merchants → channels.",
    `^app/${subject}/`,
    `^app/(${SUBJECTS.slice(index + 1).join("|")})/`,
  ),
);

module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "not-found",
      comment: "The Remix build exists only after `npm run build`.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: ["build/", "^virtual:"] },
    },
    forbid(
      "simulators-stand-alone",
      "A mistake that both sides share would hide.",
      { path: "^simulators/" },
      "^(scripts|tests|bench)/",
    ),
    {
      name: "simulator-tests-stand-alone",
      comment: "A simulator is tested against the vendor's documents, not against our own client.",
      severity: "error",
      from: { path: "^simulators/" },
      to: { path: "^(app|server)/" },
    },
    forbid(
      "product-alone",
      "The product runs without its tests and tools.",
      "^(app|server)/",
      "^(simulators|tests|scripts|bench)/",
    ),
    forbid(
      "product-without-stand-ins",
      "A stand-in answers what a test wants.",
      "^(app|server)/",
      "/stand-in-[^/]*$",
    ),
    forbid(
      "product-without-dev-packages",
      "`npm ci --omit=dev` must be enough to run it.",
      { path: "^(app|server)/", pathNot: ["^app/routes\\.ts$"] },
      {
        dependencyTypes: ["npm-dev"],
        dependencyTypesNot: ["type-only"],
        pathNot: ["node_modules/@types/"],
      },
    ),
    forbid("app-without-server", "Processes know the app, not the reverse.", "^app/", "^server/"),
    forbid("lib-knows-nothing", "lib imports nothing of ours.", "^app/lib/", {
      path: "^app/",
      pathNot: ["^app/lib/", "^app/generated/"],
    }),
    forbid("limits-know-lib", "Counting turns knows nothing of what is asked for.", "^app/limits/", {
      path: "^app/",
      pathNot: ["^app/(limits|lib)/", "^app/generated/"],
    }),
    forbid(
      "party-knows-lib",
      "What we know about PagoEfectivo or Shopify knows nothing of payments, nor of the other party.",
      "^app/(pagoefectivo|shopify)/",
      { path: "^app/", pathNot: ["^app/lib/", "^app/$1/", "^app/generated/"] },
    ),
    forbid(
      "pure-stays-pure",
      "A file without .server touches no network, database, clock or secret. Doors and page routes call use cases.",
      {
        path: "^app/",
        pathNot: [
          SERVER_FILE,
          ...REMIX_FILES.slice(0, 2),
          "^app/(doors/|load-context\\.ts$)",
          "^app/generated/",
        ],
      },
      { path: SERVER_FILE },
    ),
    forbid(
      "subject-pure-imports",
      "A subject's pure files know pure files of subjects and lib; of the two parties only types.",
      { path: `^app/(${anySubject})/`, pathNot: [SERVER_FILE] },
      { path: "^app/", pathNot: [`^app/(${anySubject}|lib|pagoefectivo|shopify)/`] },
    ),
    forbid(
      "subject-pure-party-types",
      "Of the two parties a pure file knows only types.",
      { path: `^app/(${anySubject})/`, pathNot: [SERVER_FILE] },
      { path: "^app/(pagoefectivo|shopify)/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "subject-knows-no-door",
      "Use cases are called by doors and pages, and know neither.",
      `^app/(${anySubject})/`,
      "^app/(doors|routes|[a-z]+-ui)/|^app/jobs/job-table",
    ),
    forbid(
      "own-store-only",
      "Another subject's tables are reached through its queries and use cases.",
      `^app/(${anySubject})/`,
      { path: `^app/(${anySubject})/.*${STORE}`, pathNot: ["^app/$1/"] },
    ),
    ...subjectOrder,
    forbid("queue-knows-names", "jobs/queue is imported by every subject.", "^app/jobs/queue", {
      path: "^app/",
      pathNot: ["^app/lib/", "^app/jobs/queue", "^app/generated/"],
      dependencyTypesNot: ["type-only"],
    }),
    forbid(
      "job-table-for-worker",
      "The job table pulls in every use case; only the worker needs them.",
      { path: "^(app|server)/", pathNot: ["^server/(worker|start)\\.ts$", "^app/jobs/job-table"] },
      "^app/jobs/job-table",
    ),
    forbid(
      "ui-knows-pure",
      "Pages' parts show plain values.",
      "^app/[a-z]+-ui/",
      "^app/(doors|routes|jobs|pagoefectivo|shopify)/",
    ),
    forbid(
      "page-script-alone",
      "It is bundled for the shopper's browser: whatever it imports, every shopper loads.",
      PAGE_SCRIPT,
      { pathNot: PAGE_SCRIPT, dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "page-script-in-browsers-only",
      "It touches the document as soon as it is imported; the server has none.",
      { path: "^(app|server)/", pathNot: PAGE_SCRIPT },
      { path: PAGE_SCRIPT, dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "one-way-out",
      "Whoever opens connections by itself goes past the list of hosts, the limits and the word whether anything was sent.",
      { path: "^(app|server)/", pathNot: ["^app/lib/(outbound-http|mailer)\\.server\\.ts$"] },
      { path: "node_modules/(undici|nodemailer|@types/nodemailer)/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "one-admin-look",
      "Polaris and App Bridge change often; one folder knows them.",
      { path: "^(app|server)/", pathNot: ["^app/merchant-ui/"] },
      "node_modules/@shopify/(polaris|polaris-icons|app-bridge[^/]*)/",
    ),
    forbid(
      "doors-use-use-cases",
      "Doors and pages parse, call one use case and answer.",
      "^app/(doors|routes)/",
      STORE,
    ),
    forbid(
      "keep-shows-what-is-there",
      "What a shopper takes along is made of what payments say; it changes nothing and knows no page.",
      "^app/keep/",
      `^app/(doors|routes|jobs|shopify|pagoefectivo|[a-z]+-ui)/|${STORE}`,
    ),
    forbid(
      "story-tells-what-is-there",
      "A payment's story and the help are made of what the subjects say; they change nothing, and ask no party.",
      "^app/(story|help)/",
      {
        path: `^app/(doors|routes|jobs|shopify|pagoefectivo|[a-z]+-ui)/|${STORE}`,
        dependencyTypesNot: ["type-only"],
      },
    ),
    forbid(
      "nobody-knows-metrics",
      "What happens is told by hooks that the start hands in: only processes and doors know that it is counted.",
      `^app/(${anySubject}|keep|limits|lib|pagoefectivo|shopify|jobs|story|help|routes|[a-z]+-ui)/`,
      "^app/metrics/|node_modules/prom-client/",
    ),
    forbid(
      "subjects-tell-no-story",
      "The subjects know nothing of who tells of them.",
      `^app/(${anySubject}|keep|limits|lib|pagoefectivo|shopify|doors|jobs)/`,
      "^app/(story|help)/",
    ),
    forbid(
      "server-serves",
      "Processes know doors, not pages: those come with the Remix build.",
      "^server/",
      "^app/(routes|[a-z]+-ui)/",
    ),
    forbid(
      "remix-at-the-edge",
      "Remix is how pages are served, nothing more.",
      { path: "^(app|server)/", pathNot: REMIX_FILES },
      "node_modules/@remix-run/",
    ),
    forbid(
      "database-in-stores",
      "Prisma and pg only in stores, queries and lib/database.",
      { path: "^(app|server)/", pathNot: DATABASE_FILES },
      "^app/generated/|node_modules/(@prisma|prisma|pg|@types/pg)/",
    ),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: ["node_modules", "^app/generated/"] },
    exclude: { path: ["^build/", "^\\.data/", "^coverage/"] },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "node", "default"],
      mainFields: ["module", "main", "types"],
    },
    cache: { folder: "node_modules/.cache/dependency-cruiser", strategy: "content" },
  },
};
