import { invariant } from "#app/lib/invariant.ts";
import { cloneTemplate, type Clone } from "../setup/clone.ts";
import { startTestServer, TestServer } from "../setup/test-server.ts";

/** Playwright hands nothing else from here to the processes that run the stories. */
const VARIABLE = "VENTANILLA_TEST_SERVER";

/** Gives every story the server with the template, from which each world clones its database. */
export default async function setup(): Promise<() => Promise<void>> {
  const { server, dropClones, end } = await startTestServer();
  process.env[VARIABLE] = JSON.stringify(server);
  return async () => {
    await dropClones();
    await end();
  };
}

/** A database for one world, with every migration applied. */
export function cloneForStory(): Promise<Clone> {
  const text = process.env[VARIABLE];
  invariant(text !== undefined, "the test server was started before the stories");
  return cloneTemplate(TestServer.parse(JSON.parse(text)), "story");
}
