import { getRequestListener } from "@hono/node-server";
import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { apiRoutes } from "./api-routes.ts";
import { controlRoutes } from "./control.ts";
import { counterPages } from "./counter-page.ts";
import type { SimulatedService } from "./simulated-service.ts";
import { hugePng, qrPng } from "./qr-image.ts";
import { createParts, createSimulation } from "./simulation.ts";
import type { Simulation, SimulationOptions, SimulationParts } from "./simulation.ts";
import { switchesOf } from "./switches.ts";
import { goneVoucher, voucherPage } from "./voucher-page.ts";

export type { LedgerEntry, CipState } from "./cip-register.ts";
export type { PayOptions, PayReceipt, ReverseReceipt } from "./collector.ts";
export type { HandmadeNotice, RecordedDelivery } from "./notice-sender.ts";
export type { RecordedCall } from "./api-calls.ts";
export type { SimulatorClock } from "./clock.ts";
export type { SimulatedService } from "./simulated-service.ts";
export type { Switches } from "./switches.ts";
export type { VoucherMail } from "./voucher-outbox.ts";

export interface PagoEfectivoSimulatorOptions extends SimulationOptions {
  /** Default 0: any free port. */
  port?: number | undefined;
  /** `production` is refused: a simulator there would hand out codes that nobody can pay. */
  nodeEnv?: string | undefined;
}

/** A running simulator. The API's bases are `{origin}/pre` and `{origin}/live`. */
export interface PagoEfectivoSimulator extends Simulation {
  /** `http://127.0.0.1:PORT` */
  origin: string;
  /** Whoever connects is refused, and every open connection is gone, until `plugIn`. */
  unplug(): Promise<void>;
  plugIn(): Promise<void>;
  /** Forgets planned deliveries, ends those in flight and every open connection. */
  close(): Promise<void>;
}

/**
 * Starts PagoEfectivo's direct merchant API, its voucher pages, an agent's counter, the merchant's report and
 * the control endpoints on 127.0.0.1. Throws in production and when the port is taken.
 */
export async function startPagoEfectivoSimulator(
  options: PagoEfectivoSimulatorOptions,
): Promise<PagoEfectivoSimulator> {
  if (options.nodeEnv === "production") {
    throw new Error("The PagoEfectivo simulator does not start in production.");
  }
  // The routes need the origin, which is known only once the server listens.
  const app = new Hono<{ Bindings: HttpBindings }>();
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((incoming, outgoing) => void listener(incoming, outgoing));
  const origin = await listen(server, options.port ?? 0);

  const services = new Map<number, SimulatedService>();
  const parts = createParts(options, services, origin);
  const simulation = createSimulation(parts, services);
  for (const service of options.services) simulation.register(service);
  app.route("/", apiRoutes(parts));
  app.route("/", counterPages(parts));
  app.route("/", controlRoutes(simulation));
  addVoucherRoutes(app, parts);
  addQrRoutes(app, parts);
  app.get("/portal/services/:id{[0-9]+}/report.csv", (context) =>
    context.body(simulation.report(Number(context.req.param("id"))), 200, {
      "content-type": "text/csv; charset=utf-8",
    }),
  );
  return {
    ...simulation,
    origin,
    unplug: () => hangUp(server),
    plugIn: async () => {
      if (!server.listening) await listen(server, Number(new URL(origin).port));
    },
    close: () => close(server, parts),
  };
}

function addVoucherRoutes(app: Hono<{ Bindings: HttpBindings }>, parts: SimulationParts): void {
  app.get("/vouchers/:file{[0-9A-F-]+\\.html}", (context) => {
    const voucherId = context.req.param("file").replace(/\.html$/, "");
    const record = parts.register.findVoucher(voucherId);
    if (!record || record.deletedAt !== null) {
      return context.body(goneVoucher(voucherId), 404, { "content-type": "application/xml" });
    }
    const { voucherFraming } = switchesOf(parts.switches, record.serviceId);
    if (!voucherFraming) {
      context.header("x-frame-options", "DENY");
      context.header("content-security-policy", "frame-ancestors 'none'");
    }
    const service = parts.services.get(record.serviceId);
    return context.html(voucherPage(record, service?.merchantName ?? service?.codeService ?? ""));
  });
}

/** The pictures for wallets, at their own host in reality. */
function addQrRoutes(app: Hono<{ Bindings: HttpBindings }>, parts: SimulationParts): void {
  app.get("/qr/:file{[0-9A-F-]+\\.png}", (context) => {
    const voucherId = context.req.param("file").replace(/\.png$/, "");
    const record = parts.register.findVoucher(voucherId);
    const { qrImages } = switchesOf(parts.switches, record?.serviceId ?? null);
    if (!record || qrImages === "missing") return context.text("", 404);
    if (qrImages === "moved") return context.redirect(`${parts.qrBase}/${voucherId}.png?again`);
    if (qrImages === "html") return context.html("<!DOCTYPE html><title>PagoEfectivo</title>");
    const image = qrImages === "huge" ? hugePng() : qrPng(`SIMULADOR, NO PAGAR: CIP ${record.cip}`);
    const body = {
      "cut-off": image.subarray(0, -7),
      "too-large": Buffer.concat([image.subarray(0, -12), Buffer.alloc(300 * 1024), image.subarray(-12)]),
    };
    const sent = qrImages === "cut-off" || qrImages === "too-large" ? body[qrImages] : image;
    return context.body(new Uint8Array(sent), 200, { "content-type": "image/png" });
  });
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The simulator has no port.");
  return `http://127.0.0.1:${address.port}`;
}

async function close(server: Server, parts: SimulationParts): Promise<void> {
  parts.schedule.close();
  parts.notices.close();
  parts.gate.release();
  await Promise.all([parts.schedule.settle(), hangUp(server)]);
}

function hangUp(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
