/** The manifests, read: they have not been applied here (docs/deploy.md). */
import { readFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { invariant } from "#app/lib/invariant.ts";
import { useTlsFiles } from "../builders/configuration.ts";
import { configured, healthPort, unknownNames, type Started } from "./configured.ts";
import { root } from "./images.ts";
import { manifestFiles, manifests, unreadDocuments, type Container, type Pod } from "./manifests.ts";

const tls = useTlsFiles();
const { deployments, jobs, services, budgets, policies, secrets, namespaces } = manifests;
const pods = [...deployments, ...jobs].map((one): [string, Pod] => [one.metadata.name, one.spec.template]);
const [settings] = manifests.configMaps;
const [rendered] = manifests.kustomizations;
const secretNamed = (name: string) => secrets.find(({ metadata }) => metadata.name === name);

function containerOf(pod: Pod): Container {
  const [only] = pod.spec.containers;
  invariant(only, "a pod has its one container");
  return only;
}

/** Each role, as the app reads what its pod is given. The certificates are real ones, instead of the example's words. */
const started = new Map<string, Started>();
beforeAll(() => {
  const files = tls().write();
  for (const { metadata, spec } of deployments) {
    const own = containerOf(spec.template).env.map(({ name, value = "" }): [string, string] => [
      name,
      value,
    ]);
    const given = {
      ...settings?.data,
      ...secretNamed("ventanilla")?.stringData,
      ...Object.fromEntries(own),
    };
    started.set(metadata.name, configured({ ...given, ...files }));
  }
});
const startedAs = (role: string): Started => {
  const found = started.get(role);
  invariant(found, "each role has its configuration");
  return found;
};
const portsOf = (pod: Pod) =>
  new Map(containerOf(pod).ports.map(({ name, containerPort }) => [name, containerPort]));

describe("the configuration", () => {
  it("is usable by each role, and each is there once", () => {
    expect([...started].map(([name, { config }]) => [name, config.roles])).toEqual([
      ["payments", ["payments"]],
      ["web", ["web"]],
      ["worker", ["worker"]],
    ]);
  });

  it("holds no name that the app does not know", () => {
    const names = [
      ...Object.keys(settings?.data ?? {}),
      ...Object.keys(secretNamed("ventanilla")?.stringData ?? {}),
      ...pods.flatMap(([, pod]) => containerOf(pod).env.map(({ name }) => name)),
    ];

    expect(names.length).toBeGreaterThan(10);
    expect(unknownNames(names)).toEqual([]);
  });

  it("keeps secrets among the secrets", () => {
    const open = Object.keys(settings?.data ?? {});

    expect(open.filter((name) => /SECRET|VAULT|DATABASE_URL|SMTP_URL/.test(name))).toEqual([]);
    expect(rendered?.resources).not.toContain("secrets.example.yaml");
  });

  it("names certificates where the pods have them", () => {
    for (const { spec } of deployments) {
      const { volumes } = spec.template.spec;
      const there = containerOf(spec.template).volumeMounts.flatMap(({ name, mountPath }) => {
        const volume = volumes.find((one) => one.name === name);
        if (!volume || !("secret" in volume)) return [];
        const keys = Object.keys(secretNamed(volume.secret.secretName)?.stringData ?? {});
        return keys.map((key) => `${mountPath}/${key}`);
      });
      const named = Object.entries(settings?.data ?? {}).filter(([name]) => name.endsWith("_FILE"));

      expect(named.length).toBe(3);
      expect(there.toSorted()).toEqual(named.map(([, file]) => file).toSorted());
    }
  });
});

describe("each pod", () => {
  it.each(pods)("%s may do nothing that it does not need, and takes no more than it is given", (_, pod) => {
    const { securityContext, resources, volumeMounts } = containerOf(pod);

    expect(pod.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10_001,
        runAsGroup: 10_001,
        seccompProfile: { type: "RuntimeDefault" },
      },
    });
    expect(securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    });
    expect(resources.limits.memory).toMatch(/^\d+Mi$/);
    const writable = volumeMounts.filter(({ readOnly }) => readOnly !== true);
    expect(writable.map(({ mountPath }) => mountPath)).toEqual(["/tmp"]);
  });

  // Fault: for a Service of the name web, Kubernetes sets WEB_PORT=tcp://…, and the app refuses to start.
  it.each(pods)("%s is told of no Service by variables that the app reads", (_, pod) => {
    expect(pod.spec.enableServiceLinks).toBe(false);
  });

  it("is of one release, which is this one", () => {
    const { version }: { version: string } = JSON.parse(
      readFileSync(path.join(root, "package.json"), "utf8"),
    );

    const images = pods.map(([, pod]) => containerOf(pod).image);
    const tags = new Set([
      ...images.map((image) => image.split(":").at(-1)),
      ...(rendered?.images.map(({ newTag }) => newTag) ?? []),
    ]);

    expect([...tags]).toEqual([version]);
    expect(new Set(images.map((image) => image.split(":")[0]))).toEqual(
      new Set(["registry.example.com/ventanilla", "registry.example.com/ventanilla-tools"]),
    );
  });
});

describe("each role", () => {
  it.each(deployments)("$metadata.name is asked for health where it answers", ({ metadata, spec }) => {
    const { config } = startedAs(metadata.name);
    const { startupProbe, livenessProbe, readinessProbe } = containerOf(spec.template);

    const asked = [startupProbe, livenessProbe, readinessProbe].map((probe) => probe?.httpGet);

    expect(asked.map((one) => one?.path)).toEqual(["/healthz", "/healthz", "/readyz"]);
    const ports = asked.map((one) => portsOf(spec.template).get(one?.port ?? ""));
    expect(new Set(ports)).toEqual(new Set([healthPort(config)]));
    // The node asks from outside the pod.
    if (!config.roles.includes("web")) expect(config.opsHost).toBe("0.0.0.0");
  });

  it.each(deployments)("$metadata.name is given longer to stop than it takes", ({ metadata, spec }) => {
    const waits = Number(containerOf(spec.template).lifecycle?.preStop.exec.command[1]) * 1_000;
    const grace = (spec.template.spec.terminationGracePeriodSeconds ?? 0) * 1_000;

    expect(waits).toBeGreaterThan(0);
    expect(grace).toBeGreaterThan(waits + startedAs(metadata.name).stopMs + 5_000);
  });

  it.each(deployments)("$metadata.name always has somebody at work", ({ metadata, spec }) => {
    const budget = budgets.find((one) => one.metadata.name === metadata.name);

    expect(spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
    expect(spec.replicas).toBeGreaterThan(budget?.spec.minAvailable ?? spec.replicas);
    expect(spec.selector.matchLabels).toEqual(spec.template.metadata.labels);
    expect(budget?.spec.selector.matchLabels).toEqual(spec.template.metadata.labels);
  });
});

describe("who can reach whom", () => {
  const labelled = (labels: Record<string, string>) =>
    deployments.find(({ spec }) =>
      Object.entries(labels).every(([key, value]) => spec.template.metadata.labels[key] === value),
    );

  it("leads each Service to a port on which its role listens, and none to the private one", () => {
    const led = services.map(({ spec }) => {
      const role = labelled(spec.selector);
      invariant(role, "a Service selects pods that there are");
      return [
        role.metadata.name,
        spec.ports.map(({ targetPort }) => portsOf(role.spec.template).get(targetPort)),
      ];
    });

    expect(led).toEqual([
      ["payments", [startedAs("payments").config.paymentsPort]],
      ["web", [startedAs("web").config.webPort]],
    ]);
  });

  it("lets nobody in where nothing is said, and nowhere to the private port", () => {
    const closed = policies.filter(({ spec }) => spec.ingress === undefined);
    const open = policies.flatMap(({ spec }) => (spec.ingress ?? []).flatMap(({ ports }) => ports));

    expect(closed.map(({ spec }) => spec.podSelector)).toEqual([{}]);
    expect(open.map(({ port }) => port)).toEqual(["public", "sessions"]);
  });

  it("is admitted to a namespace that takes no others", () => {
    expect(namespaces.map(({ metadata }) => metadata)).toEqual([
      { name: "ventanilla", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
    ]);
  });
});

it("renders everything that stays, and not the release step", () => {
  const left = manifestFiles.filter((file) => !rendered?.resources.includes(file));

  expect(left).toEqual(["kustomization.yaml", "migrate.yaml", "secrets.example.yaml"]);
  expect(rendered?.resources.filter((file) => !manifestFiles.includes(file))).toEqual([]);
  expect(unreadDocuments).toBe(0);
});
