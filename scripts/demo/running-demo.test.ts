import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { leaveVariables, variablesOfDemo } from "./running-demo.ts";

let file = "";
beforeEach(() => {
  file = path.join(mkdtempSync(path.join(tmpdir(), "running-demo-")), "deeper", "demo.json");
});
afterEach(() => rmSync(path.dirname(path.dirname(file)), { recursive: true }));

describe("the variables of a running demo", () => {
  it("are found by another process of its owner, and by nobody else", () => {
    leaveVariables({ WEB_PORT: "4100", VAULT_KEYS: "demo:a=b" }, file);

    expect(variablesOfDemo(file)).toEqual({ WEB_PORT: "4100", VAULT_KEYS: "demo:a=b" });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("go with it", () => {
    const forget = leaveVariables({ WEB_PORT: "4100" }, file);

    forget();

    expect(variablesOfDemo(file)).toBeNull();
  });

  it("of a demo that was killed are nobody's", () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    leaveVariables({ WEB_PORT: "4100" }, file);
    writeFileSync(file, JSON.stringify({ pid, environment: { WEB_PORT: "4100" } }));

    expect(variablesOfDemo(file)).toBeNull();
  });

  it("are left alone by an older demo that ends after a newer one came", () => {
    const forget = leaveVariables({ WEB_PORT: "4100" }, file);
    const newer = JSON.stringify({ pid: process.ppid, environment: { WEB_PORT: "5100" } });
    writeFileSync(file, newer);

    forget();

    expect(readFileSync(file, "utf8")).toBe(newer);
  });
});
