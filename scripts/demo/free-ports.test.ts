import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { freePorts } from "./free-ports.ts";

describe("free ports", () => {
  it("are another one each time, although nobody listens there yet", async () => {
    const range = { from: 32_100, to: 32_106 };

    const ports = [...(await freePorts(3, range)), ...(await freePorts(3, range))];

    expect(ports.toSorted()).toEqual([32_100, 32_101, 32_102, 32_103, 32_104, 32_105]);
  });

  it("are none that another process was given", async () => {
    const [first] = await freePorts(1, { from: 32_110, to: 32_111 });
    const script = `import { freePorts } from ${JSON.stringify(new URL("free-ports.ts", import.meta.url).href)};
      console.log(JSON.stringify(await freePorts(1, { from: 32_110, to: 32_112 })));`;

    const other = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
    });

    expect([first, JSON.parse(other)]).toEqual([32_110, [32_111]]);
  });
});
