import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { holdSwitches } from "#app/channels/channel-switches.server.ts";
import { listSwitches, switchOff, switchOn } from "#app/channels/switch-channels.server.ts";
import type { Queryable } from "#app/lib/database.server.ts";
import { openPage, withCode } from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("channel_switches", { tls: "off" });

const MINUTE_MS = 60_000;
const NOT_NOW = "por ahora no disponible";
const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

afterEach(async () => {
  await world().rows("delete from channel_switches");
  // What a page held from this test must not reach the next one.
  world().clock.shift(0);
});

/** The operator's own command, in a process of its own. */
async function command(...words: string[]): Promise<{ code: number; out: string }> {
  const script = ["--disable-warning=ExperimentalWarning", "scripts/channel-switches.ts", ...words];
  const env = { ...process.env, ...world().environment };
  try {
    const { stdout } = await run(process.execPath, script, { cwd: root, env });
    return { code: 0, out: stdout };
  } catch (error) {
    const {
      code = -1,
      stdout = "",
      stderr = "",
    } = error as { code?: number; stdout?: string; stderr?: string };
    return { code, out: stdout + stderr };
  }
}

describe("a channel that the operator switches off", () => {
  it("is greyed out on every page within a minute, and back within one", async () => {
    const payment = await withCode(world(), { amount: "120.00" });
    expect(await openPage(payment)).not.toContain(NOT_NOW);

    expect(
      await command("off", "network-kasnet", "--why", "Kasnet is down, PagoEfectivo says"),
    ).toMatchObject({
      code: 0,
    });
    world().clock.shift(MINUTE_MS);
    expect(await openPage(payment)).toContain(`No en Kasnet: ${NOT_NOW}.`);

    expect(await command("on", "network-kasnet")).toMatchObject({ code: 0 });
    world().clock.shift(2 * MINUTE_MS);
    expect(await openPage(payment)).not.toContain(NOT_NOW);
  }, 120_000);

  it("stands in the operator's list with its reason, and what no page says beside it", async () => {
    await switchOff(world().system.deps, { id: "agent-bcp", why: "agents send shoppers away" });

    const { out } = await command("list");

    expect(out).toMatch(
      /^agent-bcp +BCP +off since .*: agents send shoppers away; not confirmed: company-code$/m,
    );
    expect(out).toMatch(/^network-tambo +Tambo\+ +on$/m);
  }, 120_000);

  it("keeps since when it is off when the reason is written again", async () => {
    const { deps } = world().system;
    await switchOff(deps, { id: "app-bcp", why: "first" });
    world().clock.shift(MINUTE_MS);
    await switchOff(deps, { id: "app-bcp", why: "second" });

    const [row] = await world().rows<{ why: string; early: boolean }>(
      "select why, off_since < $1 as early from channel_switches",
      [new Date(deps.clock.now().getTime() - MINUTE_MS / 2)],
    );

    expect(row).toEqual({ why: "second", early: true });
  });
});

describe("the operator's command refuses", () => {
  it("what it cannot do, says why and changes nothing", async () => {
    const reasonless = await command("off", "agent-bcp");
    const aimless = await command();

    expect(reasonless).toMatchObject({ code: 1, out: expect.stringContaining("Say why") });
    expect(aimless).toMatchObject({ code: 1, out: expect.stringContaining("npm run channels -- list") });
    expect(await world().rows("select 1 from channel_switches")).toEqual([]);
  }, 120_000);

  it("a channel that nobody knows, and a reason that is none or no line", async () => {
    const { deps } = world().system;

    expect(await switchOff(deps, { id: "agent-gone", why: "down" })).toBe("unknown-channel");
    expect(await switchOff(deps, { id: "agent-bcp", why: "   " })).toBe("reason-missing");
    expect(await switchOff(deps, { id: "agent-bcp", why: "x".repeat(201) })).toBe("reason-too-long");
    expect(await switchOn(deps, "agent-bcp")).toBe("was-on");
    expect(await switchOn(deps, "agent-gone")).toBe("unknown-channel");
    expect(await world().rows("select 1 from channel_switches")).toEqual([]);
  });

  it("is backed by the table, which holds no switch without a reason or with a name that is none", async () => {
    const write = (id: string, why: string) =>
      world().rows("insert into channel_switches values ($1, now(), $2)", [id, why]);

    await expect(write("agent-bcp", " ")).rejects.toThrow("channel_switches_why_said");
    await expect(write("Agent BCP", "down")).rejects.toThrow("channel_switches_named");
  });
});

it("a switch of a channel that left the catalogue is listed, does nothing, and can be cleared away", async () => {
  const { deps } = world().system;
  await world().rows("insert into channel_switches values ('agent-gone', now(), 'down')");

  expect((await listSwitches(deps)).at(-1)).toMatchObject({
    id: "agent-gone",
    name: null,
    off: { why: "down" },
  });
  expect(await switchOn(deps, "agent-gone")).toBe("done");
});

describe("a process that serves pages", () => {
  /** The real database, with its statements counted. */
  function counted() {
    const { db } = world().system.deps;
    const seen = { statements: 0, fails: false };
    const through: Queryable = {
      query: (config) => {
        seen.statements += 1;
        return seen.fails ? Promise.reject(new Error("the database is away")) : db.query(config);
      },
    };
    const { clock, log } = world().system.deps;
    return { seen, switches: holdSwitches({ db: through, clock, log }) };
  }

  it("reads the switches once for all views of half a minute, also for those that come together", async () => {
    const { seen, switches } = counted();

    await Promise.all([switches.off(), switches.off(), switches.off()]);
    await switches.off();
    expect(seen.statements).toBe(1);

    world().clock.shift(MINUTE_MS);
    await switches.off();
    expect(seen.statements).toBe(2);
  });

  it("goes on with what it knew while they cannot be read, and asks again soon", async () => {
    const { seen, switches } = counted();
    await switchOff(world().system.deps, { id: "app-bcp", why: "down" });
    expect(await switches.off()).toEqual(["app-bcp"]);
    await switchOn(world().system.deps, "app-bcp");

    seen.fails = true;
    world().clock.shift(MINUTE_MS);
    expect(await switches.off()).toEqual(["app-bcp"]);
    expect(world().logged().join("\n")).toContain("channel switches could not be read");

    seen.fails = false;
    world().clock.shift(MINUTE_MS + 6_000);
    expect(await switches.off()).toEqual([]);
  });
});

it("a page whose address asks for Quechua is the Spanish one: no speaker has reviewed a word yet", async () => {
  const payment = await withCode(world());

  const page = await openPage({ url: `${payment.url}?lang=qu` });

  expect(page).toContain('<html lang="es-PE"');
  expect(page).not.toMatch(/lang="qu"|lang=qu"/);
});
