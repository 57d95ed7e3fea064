import { invariant } from "#app/lib/invariant.ts";
import { newId } from "#app/lib/ids.server.ts";
import { CASE_KINDS, type CaseKind } from "#app/payments/case-kind.ts";
import { closeCase, type CaseInput } from "#app/payments/case-desk.server.ts";
import type { TestWorld } from "../setup/world.ts";
import { USER } from "./act.ts";

export interface NewCase extends CaseInput {
  version: number;
}

/** An open case of a payment, as the lifecycle would open it, handed in as by a person of its shop. */
export async function newCase(
  world: TestWorld,
  payment: { paymentId: string },
  input: { kind?: CaseKind; openedAt?: Date; userId?: string; evidence?: Record<string, unknown> } = {},
): Promise<NewCase> {
  const kind = input.kind ?? "paid-after-reject";
  const caseId = newId(world.clock);
  const [row] = await world.rows<{ shopId: string }>(
    `insert into cases (id, shop_id, payment_id, kind, merge_key, held_centimos, currency, evidence, opened_at, last_seen_at)
     select $1, shop_id, id, $3, $4, case when $5 then amount_centimos else 0 end, currency, $7::jsonb, $6, $6
     from payments where id = $2 returning shop_id as "shopId"`,
    [
      caseId,
      payment.paymentId,
      kind,
      `${kind}:${caseId}`,
      CASE_KINDS[kind].holdsMoney,
      input.openedAt ?? world.clock.now(),
      JSON.stringify(input.evidence ?? {}),
    ],
  );
  invariant(row, "the payment is stored");
  return { caseId, shopId: row.shopId, userId: input.userId ?? USER, version: 0 };
}

/** A person who has signed in for the shop of this case. */
export async function newColleague(
  world: TestWorld,
  shopId: string,
  person: { userId: string; name: string },
): Promise<void> {
  await world.rows(
    `insert into merchant_users (shop_id, user_id, name, last_seen_at) values ($1, $2, $3, now()) on conflict do nothing`,
    [shopId, person.userId, person.name],
  );
}

export interface DeskRow {
  state: string;
  resolution: string | null;
  reason: string | null;
  closed_by: string | null;
  owner_id: string | null;
  attended_at: Date | null;
  version: number;
}

export async function deskRow(world: TestWorld, one: { caseId: string }): Promise<DeskRow> {
  const [row] = await world.rows<DeskRow>("select * from cases where id = $1", [one.caseId]);
  invariant(row, "the case is stored");
  return row;
}

/** What people did with the case, oldest first: `taken by 7001`. */
export async function deedsOf(world: TestWorld, one: { caseId: string }): Promise<string[]> {
  const lines = await world.rows<{ kind: string; user_id: string }>(
    "select kind, user_id from case_lines where case_id = $1 order by id",
    [one.caseId],
  );
  return lines.map(({ kind, user_id }) => `${kind} by ${user_id}`);
}

/** A person of the shop closes the case as one with nothing to do. */
export async function closedByPerson(world: TestWorld, one: NewCase): Promise<void> {
  const closing = { ...one, resolution: "nothing-to-do", reason: "" } as const;
  const outcome = await closeCase(world.system.deps, closing);
  invariant(outcome.kind === "done", `the case is closed: ${JSON.stringify(outcome)}`);
}
