import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import type { Context } from "hono";
import { z } from "zod";
import type { Simulation } from "./simulation.ts";
import { switchesSchema } from "./switches.ts";

const environment = z.enum(["sandbox", "live"]);
const cipOrder = z.object({ cip: z.string() });

const serviceBody = z.object({
  serviceId: z.number().int(),
  accessKey: z.string(),
  secretKey: z.string(),
  codeService: z.string(),
  environment,
  notifyUrl: z.string().nullable(),
  maximumCentimos: z.number().int().optional(),
  merchantName: z.string().optional(),
});

const payBody = z.object({
  cip: z.string(),
  amountCentimos: z.number().int().optional(),
  channel: z.string().optional(),
  noticeDelayMs: z.number().int().nonnegative().optional(),
});

const noticeBody = z.object({
  cip: z.string(),
  serviceId: z.number().int().optional(),
  eventType: z.string().optional(),
  operationNumber: z.string().optional(),
  amountCentimos: z.number().int().optional(),
  currency: z.enum(["PEN", "USD"]).optional(),
  transactionCode: z.string().optional(),
  shape: z.enum(["short", "extended"]).optional(),
  layout: z.enum(["compact", "indented"]).optional(),
  signature: z.enum(["right", "wrong", "missing", "compact"]).optional(),
  rawBody: z.string().optional(),
});

/**
 * The same handles over plain HTTP under `/control`, for whoever drives the simulator from another
 * process. Answers are JSON with UTC instants; a body that does not fit is answered 400 with the reason.
 */
export function controlRoutes(simulation: Simulation): Hono<{ Bindings: HttpBindings }> {
  const routes = new Hono<{ Bindings: HttpBindings }>();
  routes.get("/control/ledger", (context) => context.json(simulation.ledger()));
  routes.get("/control/calls", (context) => context.json(simulation.calls()));
  routes.get("/control/notices", (context) => context.json(simulation.notices()));
  routes.get("/control/outbox", (context) => context.json(simulation.outbox()));
  routes.get("/control/switches", (context) => context.json(simulation.switches));
  routes.patch("/control/switches", (context) =>
    withBody(context, switchesSchema.partial(), (changes) => {
      for (const [name, value] of Object.entries(changes)) {
        if (value !== undefined) Object.assign(simulation.switches, { [name]: value });
      }
      return simulation.switches;
    }),
  );
  routes.post("/control/services", (context) =>
    withBody(context, serviceBody, (service) => {
      simulation.register(service);
      return {};
    }),
  );
  routes.post("/control/notify-url", (context) =>
    withBody(context, z.object({ serviceId: z.number().int(), url: z.string().nullable() }), (order) => {
      simulation.setNotifyUrl(order.serviceId, order.url);
      return {};
    }),
  );
  counterRoutes(routes, simulation);
  deliveryRoutes(routes, simulation);
  return routes;
}

function counterRoutes(routes: Hono<{ Bindings: HttpBindings }>, simulation: Simulation): void {
  routes.post("/control/pay", (context) =>
    withBody(context, payBody, ({ cip, ...options }) => simulation.pay(cip, options)),
  );
  routes.post("/control/reverse", (context) =>
    withBody(context, cipOrder, ({ cip }) => simulation.reverse(cip)),
  );
  routes.post("/control/expire", (context) =>
    withBody(context, cipOrder, async ({ cip }) => ({ expired: await simulation.expireNow(cip) })),
  );
  routes.post("/control/revoke-tokens", (context) =>
    withBody(context, z.object({ serviceId: z.number().int().optional() }), ({ serviceId }) => {
      simulation.revokeTokens(serviceId);
      return {};
    }),
  );
}

function deliveryRoutes(routes: Hono<{ Bindings: HttpBindings }>, simulation: Simulation): void {
  routes.post("/control/deliver", (context) =>
    withBody(context, noticeBody, (notice) => simulation.deliverNotice(notice)),
  );
  routes.post("/control/replay", (context) =>
    withBody(context, z.object({ deliveryId: z.number().int() }), ({ deliveryId }) =>
      simulation.replayNotice(deliveryId),
    ),
  );
  routes.post("/control/run-due", async (context) =>
    context.json({ ran: await simulation.runDueDeliveries() }),
  );
  routes.post("/control/settle", async (context) => {
    await simulation.settleNotices();
    return context.json({});
  });
  routes.get("/control/gate", (context) => context.json({ held: simulation.gate.heldCount() }));
  routes.post("/control/gate/release", (context) =>
    withBody(context, z.object({ count: z.number().int().optional() }), ({ count }) => ({
      released: simulation.gate.release(count),
    })),
  );
}

async function withBody<Body>(
  context: Context,
  schema: z.ZodType<Body>,
  act: (body: Body) => object | Promise<object>,
): Promise<Response> {
  const text = await context.req.text();
  try {
    const parsed = schema.safeParse(JSON.parse(text === "" ? "{}" : text));
    if (!parsed.success) return context.json({ error: z.prettifyError(parsed.error) }, 400);
    return context.json(await act(parsed.data));
  } catch (error) {
    // A mistyped order is the driver's to read; it must not look like a fault of PagoEfectivo.
    return context.json({ error: error instanceof Error ? error.message : "The order failed." }, 400);
  }
}
