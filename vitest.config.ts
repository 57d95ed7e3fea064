import { defineConfig } from "vitest/config";

// Stands alone: with vite.config.ts, vitest would load the Remix plugin and start its dev server.
const unitTests = [
  ...["app/**/*.test.{ts,tsx}", "simulators/**/*.test.ts", "server/**/*.test.ts"],
  ...[
    "scripts/**/*.test.ts",
    "tests/architecture.test.ts",
    "tests/{lifecycle-proofs,deploy,fuzz,security}/*.test.ts",
  ],
];

export default defineConfig({
  test: {
    exclude: ["**/node_modules/**", "build/**", ".data/**", "app/generated/**"],
    setupFiles: ["tests/setup/fail-on-console.ts"],
    maxWorkers: 2,
    passWithNoTests: false,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: unitTests,
          testTimeout: 20_000,
          // They keep nothing in modules, and loading the same ones anew for each file took longer than the tests.
          isolate: false,
          // Tests that lean on their neighbours' leftovers fail sooner; the seed is printed.
          sequence: { shuffle: { tests: true } },
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          // Each file has a world of its own on a database of its own, and keeps nothing in modules either.
          isolate: false,
          globalSetup: ["tests/setup/global-database.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "faults",
          include: ["tests/faults/**/*.test.ts"],
          globalSetup: ["tests/setup/global-database.ts"],
          testTimeout: 300_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
