import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What the shopper's browser loads: all of `app/shopper-ui/page-script/` as one small file. The same sources give the same bytes. */
export async function bundledPageScript(): Promise<string> {
  const [script, ...others] = await bundle();
  if (others.length > 0)
    throw new Error("the page script must be one file: a second one is a request more");
  return script.code.trim();
}

async function bundle() {
  // Only for a build: it takes longer to load than everything else here.
  const { build } = await import("vite");
  const wasNamed = "NODE_ENV" in process.env;
  try {
    const built = await build({
      root,
      configFile: false,
      envFile: false,
      publicDir: false,
      logLevel: "warn",
      build: {
        write: false,
        // Phones of 2020: what they lack of syntax is rewritten.
        target: "es2020",
        modulePreload: false,
        reportCompressedSize: false,
        // Not as a library: of those Vite keeps the spaces.
        rollupOptions: { input: `${root}app/shopper-ui/page-script/start.ts` },
      },
    });
    if (Array.isArray(built) || !("output" in built)) throw new Error("one bundle was asked for");
    return built.output;
  } finally {
    // Vite sets it for its whole process, which goes on to start others: they would differ after a build.
    if (!wasNamed) Reflect.deleteProperty(process.env, "NODE_ENV");
  }
}
