import { beforeEach, inject } from "vitest";
import { cloneTemplate } from "./clone.ts";

export interface TestDatabase {
  url: string;
  /**
   * Call it in `afterAll`, after closing every pool. Drops the database if all tests of the file
   * passed; otherwise keeps it and prints its name. Throws when a connection was left open.
   */
  drop(): Promise<void>;
}

let aTestFailed = false;

beforeEach(({ onTestFailed }) => {
  onTestFailed(() => {
    aTestFailed = true;
  });
});

/** A database of its own for one test file, with every migration applied. `name` shows in its name. */
export async function cloneDatabase(name: string): Promise<TestDatabase> {
  const clone = await cloneTemplate(inject("testServer"), name);
  return {
    url: clone.url,
    drop: async () => {
      if (!aTestFailed) return clone.drop();
      process.stderr.write(`A test failed; its database is kept until the next run: ${clone.name}\n`);
    },
  };
}
