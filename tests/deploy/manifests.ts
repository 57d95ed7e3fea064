import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { root } from "./images.ts";

const FOLDER = path.join(root, "deploy/kubernetes");

const labels = z.record(z.string(), z.string());
const probe = z.looseObject({ httpGet: z.strictObject({ path: z.string(), port: z.string() }) });
const amounts = z.strictObject({ cpu: z.string(), memory: z.string() });
const container = z.strictObject({
  name: z.string(),
  image: z.string(),
  envFrom: z
    .array(
      z.union([
        z.strictObject({ configMapRef: z.strictObject({ name: z.string() }) }),
        z.strictObject({ secretRef: z.strictObject({ name: z.string() }) }),
      ]),
    )
    .default([]),
  env: z
    .array(
      z.strictObject({
        name: z.string(),
        value: z.string().optional(),
        valueFrom: z
          .strictObject({ secretKeyRef: z.strictObject({ name: z.string(), key: z.string() }) })
          .optional(),
      }),
    )
    .default([]),
  ports: z.array(z.strictObject({ name: z.string(), containerPort: z.number() })).default([]),
  startupProbe: probe.optional(),
  livenessProbe: probe.optional(),
  readinessProbe: probe.optional(),
  lifecycle: z
    .strictObject({
      preStop: z.strictObject({
        exec: z.strictObject({ command: z.tuple([z.literal("sleep"), z.string()]) }),
      }),
    })
    .optional(),
  securityContext: z.strictObject({
    allowPrivilegeEscalation: z.boolean(),
    readOnlyRootFilesystem: z.boolean(),
    capabilities: z.strictObject({ drop: z.array(z.string()) }),
  }),
  resources: z.strictObject({ requests: amounts, limits: amounts }),
  volumeMounts: z.array(
    z.strictObject({ name: z.string(), mountPath: z.string(), readOnly: z.boolean().optional() }),
  ),
});
export type Container = z.infer<typeof container>;

/** Strict: Kubernetes drops a misspelt key in silence, and with it what it was to forbid. */
const pod = z.strictObject({
  metadata: z.strictObject({ labels }),
  spec: z.strictObject({
    automountServiceAccountToken: z.boolean(),
    enableServiceLinks: z.boolean(),
    restartPolicy: z.string().optional(),
    terminationGracePeriodSeconds: z.number().optional(),
    securityContext: z.strictObject({
      runAsNonRoot: z.boolean(),
      runAsUser: z.number(),
      runAsGroup: z.number(),
      fsGroup: z.number(),
      seccompProfile: z.strictObject({ type: z.string() }),
    }),
    containers: z.array(container).length(1),
    volumes: z.array(
      z.union([
        z.strictObject({ name: z.string(), emptyDir: z.strictObject({ sizeLimit: z.string() }) }),
        z.strictObject({
          name: z.string(),
          secret: z.strictObject({ secretName: z.string(), defaultMode: z.number() }),
        }),
      ]),
    ),
  }),
});
export type Pod = z.infer<typeof pod>;

const named = z.strictObject({
  name: z.string(),
  namespace: z.literal("ventanilla"),
  labels: labels.optional(),
});
const deployment = z.strictObject({
  apiVersion: z.literal("apps/v1"),
  kind: z.literal("Deployment"),
  metadata: named,
  spec: z.strictObject({
    replicas: z.number(),
    strategy: z.strictObject({
      type: z.literal("RollingUpdate"),
      rollingUpdate: z.strictObject({ maxUnavailable: z.number(), maxSurge: z.number() }),
    }),
    selector: z.strictObject({ matchLabels: labels }),
    template: pod,
  }),
});
const job = z.strictObject({
  apiVersion: z.literal("batch/v1"),
  kind: z.literal("Job"),
  metadata: named,
  spec: z.strictObject({ backoffLimit: z.number(), ttlSecondsAfterFinished: z.number(), template: pod }),
});
const service = z.strictObject({
  apiVersion: z.literal("v1"),
  kind: z.literal("Service"),
  metadata: named,
  spec: z.strictObject({
    type: z.string().optional(),
    externalTrafficPolicy: z.string().optional(),
    selector: labels,
    ports: z.array(z.strictObject({ name: z.string(), port: z.number(), targetPort: z.string() })),
  }),
});
const budget = z.strictObject({
  apiVersion: z.literal("policy/v1"),
  kind: z.literal("PodDisruptionBudget"),
  metadata: named,
  spec: z.strictObject({ minAvailable: z.number(), selector: z.strictObject({ matchLabels: labels }) }),
});
const policy = z.strictObject({
  apiVersion: z.literal("networking.k8s.io/v1"),
  kind: z.literal("NetworkPolicy"),
  metadata: named,
  spec: z.strictObject({
    podSelector: z.strictObject({ matchLabels: labels.optional() }),
    policyTypes: z.array(z.literal("Ingress")),
    ingress: z
      .array(
        z.strictObject({
          from: z.array(z.looseObject({})).optional(),
          ports: z.array(z.strictObject({ protocol: z.literal("TCP"), port: z.string() })),
        }),
      )
      .optional(),
  }),
});
const configMap = z.strictObject({
  apiVersion: z.literal("v1"),
  kind: z.literal("ConfigMap"),
  metadata: named,
  data: z.record(z.string(), z.string()),
});
const secret = z.strictObject({
  apiVersion: z.literal("v1"),
  kind: z.literal("Secret"),
  metadata: named,
  type: z.string(),
  stringData: z.record(z.string(), z.string()),
});
const namespace = z.looseObject({
  kind: z.literal("Namespace"),
  metadata: z.strictObject({ name: z.string(), labels }),
});
const kustomization = z.strictObject({
  apiVersion: z.string(),
  kind: z.literal("Kustomization"),
  namespace: z.literal("ventanilla"),
  resources: z.array(z.string()),
  images: z.array(z.strictObject({ name: z.string(), newTag: z.string() })),
});

const documents = readdirSync(FOLDER).flatMap((file) =>
  parseAllDocuments(readFileSync(path.join(FOLDER, file), "utf8")).map((document) => {
    if (document.errors.length > 0) throw new Error(`${file}: ${document.errors.join()}`);
    return { file, ...z.looseObject({ kind: z.string() }).parse(document.toJS()) };
  }),
);

function allOf<Kind extends { kind: string }>(schema: z.ZodType<Kind>, kind: Kind["kind"]): Kind[] {
  return documents
    .filter((document) => document.kind === kind)
    .map(({ file: _, ...content }) => schema.parse(content));
}

export const manifestFiles = [...new Set(documents.map(({ file }) => file))].toSorted();

/** Every document of every manifest. Loading this throws at a key that nobody knows. */
export const manifests = {
  deployments: allOf(deployment, "Deployment"),
  jobs: allOf(job, "Job"),
  services: allOf(service, "Service"),
  budgets: allOf(budget, "PodDisruptionBudget"),
  policies: allOf(policy, "NetworkPolicy"),
  configMaps: allOf(configMap, "ConfigMap"),
  secrets: allOf(secret, "Secret"),
  namespaces: allOf(namespace, "Namespace"),
  kustomizations: allOf(kustomization, "Kustomization"),
};

/** Documents of a kind that nobody reads. */
export const unreadDocuments =
  documents.length - Object.values(manifests).reduce((sum, { length }) => sum + length, 0);
