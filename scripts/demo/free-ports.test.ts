import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { freePorts } from "./free-ports.ts";

/** Above the range that is used otherwise; another run of these tests on this machine takes other ones. */
const FIRST = 32_100 + 6 * (process.pid % 100);

describe("free ports", () => {
  it("are another one each time, although nobody listens there yet", async () => {
    const range = { from: FIRST, to: FIRST + 4 };

    const ports = [...(await freePorts(2, range)), ...(await freePorts(2, range))];

    expect(ports.toSorted()).toEqual([FIRST, FIRST + 1, FIRST + 2, FIRST + 3]);
  });

  it("are none that another process was given", async () => {
    const from = FIRST + 4;
    const [first] = await freePorts(1, { from, to: from + 1 });
    const script = `import { freePorts } from ${JSON.stringify(new URL("free-ports.ts", import.meta.url).href)};
      console.log(JSON.stringify(await freePorts(1, { from: ${from}, to: ${from + 2} })));`;

    const other = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
      encoding: "utf8",
    });

    expect([first, JSON.parse(other)]).toEqual([from, [from + 1]]);
  });
});
