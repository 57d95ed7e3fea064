import { startPagoEfectivoSimulator } from "../server.ts";
import type { PagoEfectivoSimulator, PagoEfectivoSimulatorOptions } from "../server.ts";
import { MovableClock } from "./movable-clock.ts";
import { startNoticeReceiver } from "./notice-receiver.ts";
import type { NoticeReceiver } from "./notice-receiver.ts";
import { LIVE_SERVICE, PlainClient, SANDBOX_SERVICE } from "./plain-client.ts";

/** A simulator, a shop's receiver and a client per environment, all real servers, on one movable clock. */
export interface Workbench {
  clock: MovableClock;
  simulator: PagoEfectivoSimulator;
  receiver: NoticeReceiver;
  /** Of the integration environment, already authorized. */
  client: PlainClient;
  /** Of production, already authorized. */
  liveClient: PlainClient;
  close(): Promise<void>;
}

export async function openWorkbench(
  options: Partial<PagoEfectivoSimulatorOptions> = {},
): Promise<Workbench> {
  const clock = new MovableClock();
  const receiver = await startNoticeReceiver();
  const services = [SANDBOX_SERVICE, LIVE_SERVICE].map((service) => ({
    ...service,
    notifyUrl: receiver.url,
  }));
  const simulator = await startPagoEfectivoSimulator({ clock, services, ...options });
  const client = new PlainClient(simulator.origin, SANDBOX_SERVICE, clock);
  const liveClient = new PlainClient(simulator.origin, LIVE_SERVICE, clock);
  await client.authorize();
  await liveClient.authorize();
  const close = async (): Promise<void> => {
    await simulator.close();
    await receiver.close();
  };
  return { clock, simulator, receiver, client, liveClient, close };
}
