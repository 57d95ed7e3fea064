// Runs before every npm script of ours, also on an old Node: plain JavaScript, no imports before the check.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `Node ${process.versions.node} cannot run this project's TypeScript files: it takes 22.19 or newer.\n` +
      "On Linux (x64, arm64) `npm ci` brings Node 24 along and `npm run` uses it. If you see this there,\n" +
      "optional packages were left out: run `npm ci --include=optional`. Elsewhere install Node 24 from\n" +
      "https://nodejs.org and try again.\n",
  );
  process.exit(1);
}

// The database client is generated, not stored: a fresh checkout has none, and what is run imports it at once.
const { ensureGeneratedClient } = await import("./generated-client.ts");
await ensureGeneratedClient();
