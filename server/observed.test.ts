import { createServer, request, type RequestListener, type Server } from "node:http";
import { afterEach, expect, it } from "vitest";
import { publicDoorName } from "#app/doors/door-names.ts";
import { createMetrics } from "#app/metrics/metrics.server.ts";
import { until } from "../scripts/demo/until.ts";
import { listen } from "./listen.ts";
import { observed } from "./observed.ts";

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(listener: RequestListener) {
  const metrics = createMetrics();
  server = createServer(observed(metrics, publicDoorName, listener));
  const { port } = await listen(server, 0, "127.0.0.1");
  const counted = async () =>
    (await metrics.registry.metrics()).match(/^ventanilla_door_seconds_count.*$/gm)?.toSorted() ?? [];
  return { origin: `http://127.0.0.1:${port}`, counted };
}

it("counts each request by its door and what it was answered, when the answer is over", async () => {
  const { origin, counted } = await serve((incoming, response) => {
    response.statusCode = incoming.url?.startsWith("/v/") === true ? 200 : 503;
    response.end();
  });

  for (const path of ["/v/one", "/v/two?lang=en", "/find"]) await fetch(origin + path);

  expect(await until("three requests", async () => (await counted()).length === 2 && counted())).toEqual([
    'ventanilla_door_seconds_count{door="find-code",status="503"} 1',
    'ventanilla_door_seconds_count{door="voucher-page",status="2xx"} 2',
  ]);
});

it("counts a caller who did not wait for the answer as nobody's failure", async () => {
  const { origin, counted } = await serve(() => {});
  const call = request(`${origin}/v/one`);
  call.on("error", () => {});
  call.on("socket", (socket) => socket.once("connect", () => setImmediate(() => call.destroy())));

  call.end();

  expect(
    await until("the request to be over", async () => (await counted()).length > 0 && counted()),
  ).toEqual(['ventanilla_door_seconds_count{door="voucher-page",status="4xx"} 1']);
});
