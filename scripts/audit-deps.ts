/**
 * `npm run audit:deps`: what is known of the packages that we use. Writes their list (CycloneDX) to `build/sbom.cdx.json`, checks terms and
 * origins from the lock file, and asks the registry for known weaknesses: a high or critical one fails. A registry that does not answer is
 * said, and fails nothing: what could not be asked is not known.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { licenceProblems, lockedPackages, originProblems } from "./dependency-licences.ts";
import { judgeAudit, readSbom } from "./dependency-audit.ts";
import { root } from "./run-step.ts";

const SBOM = path.join(root, "build", "sbom.cdx.json");
const ASK_WITHIN_MS = 120_000;

function npm(words: readonly string[]): string {
  const npmScript = process.env["npm_execpath"];
  const [command, first] = npmScript ? [process.execPath, [npmScript]] : ["npm", []];
  const ended = spawnSync(command, [...first, ...words], {
    ...{ cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024, timeout: ASK_WITHIN_MS },
  });
  return ended.stdout;
}

const packages = lockedPackages(JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")));
const problems = [...licenceProblems(packages), ...originProblems(packages)];
console.log(
  `${packages.length} packages, ${packages.filter(({ isDev }) => !isDev).length} of them in what runs`,
);

const sbom = npm(["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]);
const listed = readSbom(sbom);
if (listed === null) problems.push("npm wrote no list of packages (CycloneDX)");
else {
  mkdirSync(path.dirname(SBOM), { recursive: true });
  writeFileSync(SBOM, sbom);
  console.log(`${listed} components in ${path.relative(root, SBOM)}`);
}

const audit = judgeAudit(npm(["audit", "--json", "--package-lock-only"]));
if (audit.kind === "not-asked")
  console.log(`known weaknesses: NOT ASKED, the registry did not answer (${audit.reason})`);
else {
  console.log(`known weaknesses: ${audit.serious.length} high or critical, ${audit.others} others`);
  problems.push(...audit.serious);
}

for (const problem of problems.slice(0, 50)) console.error(`✗ ${problem}`);
process.exitCode = problems.length > 0 ? 1 : 0;
