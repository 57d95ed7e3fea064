/** compose.yaml, read: it has not been run here (docs/deploy.md). */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { PRODUCTION, PROXY } from "../builders/configuration.ts";
import { configured, filledExample, unknownNames } from "./configured.ts";
import { commandOf, root, stageNamed } from "./images.ts";

const service = z.looseObject({
  image: z.string(),
  build: z.strictObject({ context: z.literal("."), target: z.string() }).optional(),
  user: z.string(),
  read_only: z.boolean(),
  cap_drop: z.array(z.string()),
  security_opt: z.array(z.string()),
  tmpfs: z.array(z.string()),
  env_file: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  networks: z.array(z.string()),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  stop_grace_period: z.string(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.string() })).default({}),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  deploy: z.looseObject({
    resources: z.strictObject({ limits: z.strictObject({ cpus: z.string(), memory: z.string() }) }),
  }),
});
const file = z.looseObject({
  services: z.record(z.string(), service),
  networks: z.record(z.string(), z.looseObject({ internal: z.boolean().optional() })),
});

const textOf = (name: string) => readFileSync(path.join(root, name), "utf8");
const { services, networks } = file.parse(parse(textOf("compose.yaml"), { merge: true }));
const all = Object.entries(services);
const roles = all.filter(([, { build }]) => build?.target === "app");
const ENV = filledExample({ ...PRODUCTION, ...PROXY });
const nginx = textOf("deploy/proxy/nginx.conf");

const one = (name: string) => {
  const found = services[name];
  if (!found) throw new Error(`no service ${name}`);
  return found;
};
const seconds = (text: string) => Number(/^(\d+)s$/.exec(text)?.[1]);

describe("each container", () => {
  it.each(all)("%s may do nothing that it does not need", (_, container) => {
    expect(container).toMatchObject({
      read_only: true,
      cap_drop: ["ALL"],
      security_opt: ["no-new-privileges:true"],
      user: expect.stringMatching(/^[1-9]\d*:[1-9]\d*$/),
    });
    expect(container.tmpfs.some((mount) => mount.startsWith("/tmp:size="))).toBe(true);
    expect(container.deploy.resources.limits.memory).toMatch(/^\d+[MG]$/);
  });

  it.each(all)("%s is one exact image, and is looked after", (name, container) => {
    expect(container.image).toMatch(/^[a-z-]+:(\d[\w.-]+|\$\{VENTANILLA_VERSION:\?.+\})$/);
    const isOurs = container.build?.target === "app";
    const isCommand = container.build?.target === "tools";
    expect(isOurs || isCommand || container.healthcheck !== undefined, name).toBe(true);
    if (isOurs) expect(commandOf(stageNamed("app"), "HEALTHCHECK")).not.toBeNull();
  });
});

describe("the roles", () => {
  it("are all there, once each, and start with what .env.example and this file say", () => {
    const started = roles.map(([, { environment }]) => configured({ ...ENV, ...environment }).config.roles);

    expect(started).toEqual([["web"], ["payments"], ["worker"]]);
    expect(roles.flatMap(([, { environment }]) => unknownNames(Object.keys(environment)))).toEqual([]);
    expect(roles.map(([, { env_file }]) => env_file)).toEqual([[".env"], [".env"], [".env"]]);
  });

  it("are not alone: an operator's commands are as well configured", () => {
    const { config } = configured({ ...ENV, ...one("tools").environment });

    expect(config.roles).toEqual(["worker"]);
    expect(one("tools").build?.target).toBe("tools");
    expect(unknownNames(Object.keys(one("tools").environment))).toEqual([]);
  });

  it("start after the migration has ended well, and that after the database is there", () => {
    for (const [, { depends_on }] of roles) {
      expect(depends_on["migrate"]?.condition).toBe("service_completed_successfully");
    }
    expect(one("migrate")).toMatchObject({
      build: { target: "tools" },
      restart: "no",
      depends_on: { postgres: { condition: "service_healthy" } },
    });
    expect(commandOf(stageNamed("tools"), "CMD")).toEqual(["node", "scripts/migrate.ts"]);
  });

  it("are given longer to stop than they take", () => {
    for (const [, { environment, stop_grace_period }] of roles) {
      const { stopMs } = configured({ ...ENV, ...environment });
      expect(seconds(stop_grace_period) * 1_000).toBeGreaterThan(stopMs + 5_000);
    }
  });
});

describe("who can reach whom", () => {
  it("lets nobody but the proxy be reached from outside", () => {
    expect(all.filter(([, { ports }]) => ports.length > 0).map(([name]) => name)).toEqual(["proxy"]);
    expect(Object.entries(networks).filter(([, { internal }]) => internal !== true)).toHaveLength(1);
  });

  it("lets nobody but the proxy reach the port that believes it", () => {
    const { config } = configured({ ...ENV, ...one("payments").environment });
    const neighbours = all.filter(([, { networks: joined }]) => joined.includes("sessions"));

    expect(config.paymentsTls.mode).toBe("proxy");
    expect(config.paymentsHost).toBe("0.0.0.0");
    expect(neighbours.map(([name]) => name)).toEqual(["payments", "proxy"]);
    // The database's network is shared too: whoever is in it knows the secret or is the database.
    const others = all.filter(([, { networks: joined }]) => joined.includes("database"));
    const ours = all.filter(([, { build }]) => build).map(([name]) => name);
    expect(others.map(([name]) => name)).toEqual(["postgres", ...ours]);
  });

  it("sends the proxy to the ports on which the roles listen, and opens those on which it listens", () => {
    const web = configured({ ...ENV, ...one("web").environment }).config;
    const payments = configured({ ...ENV, ...one("payments").environment }).config;
    const sentTo = [...nginx.matchAll(/^ {4}server (\S+);$/gm)].map(([, address]) => address);
    const listening = new Set([...nginx.matchAll(/^ {4}listen (\d+)/gm)].map(([, port]) => port));

    expect(sentTo).toEqual([`web:${web.webPort}`, `payments:${payments.paymentsPort}`]);
    expect(
      one("proxy")
        .ports.map((mapping) => mapping.split(":")[1])
        .toSorted(),
    ).toEqual([...listening].toSorted());
  });

  it("gives the proxy its file, and its secrets where that file looks for them", () => {
    expect(one("proxy").volumes).toEqual([
      "./deploy/proxy/nginx.conf:/etc/nginx/nginx.conf:ro",
      "./deploy/secrets/proxy:/etc/nginx/ventanilla:ro",
    ]);
    expect(textOf(".gitignore")).toContain("\ndeploy/secrets/\n");
  });
});
