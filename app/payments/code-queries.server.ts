/** Finds one code: by what an outside party calls it, or with what it takes to ask about it. */
import type { Queryable } from "#app/lib/database.server.ts";
import { isId } from "#app/lib/ids.server.ts";
import { NOTICE_COLUMNS, NOTICE_TABLES, type StoredNotice } from "#app/inbox/inbox-queries.server.ts";
import type { Code } from "#app/payments/payment.ts";

/** The code whose transactionCode this is, if it was made in this mode under this service. */
export async function findCodeByTransactionCode(
  db: Queryable,
  input: { mode: string; serviceId: number; transactionCode: string },
): Promise<string | null> {
  // Others make codes under the same service, and call them as they like.
  if (!isId(input.transactionCode)) return null;
  const { rows } = await db.query<{ id: string }>({
    name: "find-code-by-transaction-code",
    text: `select c.id from codes c join credential_versions v on v.id = c.credential_version_id
      where c.id = $2::uuid and c.mode = $1 and v.service_id = $3`,
    values: [input.mode, input.transactionCode, input.serviceId],
  });
  return rows[0]?.id ?? null;
}

/** What of a code it takes to ask PagoEfectivo about it. */
export type CodeToAsk = Pick<
  Code,
  "id" | "paymentId" | "credentialVersionId" | "mode" | "state" | "cip" | "amountCentimos" | "currency"
> & { isTest: boolean };

/** Of a code `c` and its payment `p`, as one value. */
const CODE_TO_ASK = `json_build_object('id', c.id, 'paymentId', c.payment_id, 'credentialVersionId', c.credential_version_id,
  'mode', c.mode, 'state', c.state, 'cip', c.cip, 'amountCentimos', c.amount_centimos, 'currency', c.currency, 'isTest', p.test)`;

export async function findCodeToAsk(db: Queryable, codeId: string): Promise<CodeToAsk | null> {
  const { rows } = await db.query<{ code: CodeToAsk }>({
    name: "find-code-to-ask",
    text: `select ${CODE_TO_ASK} as code from codes c join payments p on p.id = c.payment_id where c.id = $1`,
    values: [codeId],
  });
  return rows[0]?.code ?? null;
}

/**
 * A notice, and the code with its CIP in its mode. A key proves its service, so a code made under another service of the same
 * mode is not found, whichever shop it is of.
 */
export async function loadNoticeWithCode(
  db: Queryable,
  noticeId: string,
): Promise<(StoredNotice & { codeOfCip: CodeToAsk | null }) | null> {
  const { rows } = await db.query<StoredNotice & { codeOfCip: CodeToAsk | null }>({
    name: "load-notice-with-code",
    text: `
      select ${NOTICE_COLUMNS}, (
          select ${CODE_TO_ASK} from codes c join credential_versions w on w.id = c.credential_version_id
            join payments p on p.id = c.payment_id
          where c.mode = k.mode and c.cip = n.cip and w.service_id = v.service_id
        ) as "codeOfCip"
      from ${NOTICE_TABLES} where n.id = $1`,
    values: [noticeId],
  });
  return rows[0] ?? null;
}
