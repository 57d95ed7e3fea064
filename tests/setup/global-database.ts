import type { TestProject } from "vitest/node";
import { startTestServer, type TestServer } from "./test-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/** Gives every file of a vitest run the server with the template. A failed file's database is kept in it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { server, end } = await startTestServer();
  project.provide("testServer", server);
  return end;
}
