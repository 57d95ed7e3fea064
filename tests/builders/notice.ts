import type { TestWorld } from "../setup/world.ts";

export interface NoticeRow {
  id: string;
  state: string;
  attempts: number;
  code_id: string | null;
  received_at: Date;
}

export function noticesOf(world: TestWorld, cip: string): Promise<NoticeRow[]> {
  return world.rows<NoticeRow>("select * from notices where cip = $1 order by received_at", [cip]);
}

/** The first notice about this CIP, once it is matched or a case. */
export function settledNotice(world: TestWorld, cip: string): Promise<NoticeRow> {
  return world.until("the notice to be settled", async () => {
    const [notice] = await noticesOf(world, cip);
    return notice?.state !== "received" && notice;
  });
}

/** How often PagoEfectivo was asked about this CIP. */
export function lookUps(world: TestWorld, cip: string): number {
  return world.pagoefectivo.calls().filter((call) => call.operation === "search" && call.cips.includes(cip))
    .length;
}

/** The first notice about this CIP, once it was tried and is to be tried again. */
export function triedNotice(world: TestWorld, cip: string): Promise<NoticeRow> {
  return world.until("the notice to be tried", async () => {
    const [notice] = await noticesOf(world, cip);
    return (notice?.attempts ?? 0) > 0 && notice;
  });
}
