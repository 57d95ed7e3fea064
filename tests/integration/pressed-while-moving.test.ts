import type { QueryConfig, QueryResultRow } from "pg";
import { expect, it } from "vitest";
import { continuePayment } from "#app/payments/confirm-payment.server.ts";
import { cancelPayment } from "#app/payments/give-up-payment.server.ts";
import { arrive, openPage, paymentRow, told, withCode, type IssuedPayment } from "../builders/payment.ts";
import { useWorld } from "../setup/world.ts";

const world = useWorld("pressed_while_moving", { tls: "off" });

/** Parts with which the code moves to a second attempt right after the first read of the payment. */
function depsThatMove(payment: IssuedPayment) {
  const { deps } = world().system;
  let isMoved = false;
  const query = async <Row extends QueryResultRow>(config: QueryConfig) => {
    const result = await deps.db.query<Row>(config);
    if (isMoved || result.rows.length === 0) return result;
    isMoved = true;
    await arrive(world(), { group: payment.group });
    await world().until(
      "the code to have moved",
      async () => (await paymentRow(world(), payment)).told === "released",
    );
    return result;
  };
  return { ...deps, db: { query } };
}

it.each(["continue", "cancel"] as const)(
  "does what a shopper who presses %s wants, also in the instant in which their code moves on",
  async (button) => {
    const payment = await withCode(world());
    await openPage(payment);
    const deps = depsThatMove(payment);

    if (button === "cancel") await cancelPayment(deps, payment.slug);
    else await continuePayment(deps, { slug: payment.slug, waitMs: 0 });

    const end = button === "cancel" ? "released" : "pending";
    await world().until(`the second attempt to be ${end}`, async () => {
      const attempts = await world().rows(
        "select 1 from payments where session_group = $1 and id <> $2 and told = $3",
        [payment.group, payment.paymentId, end],
      );
      return attempts.length === 1;
    });
    expect(told(world(), payment)).toEqual([]);
  },
);
