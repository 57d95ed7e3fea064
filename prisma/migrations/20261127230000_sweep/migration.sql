-- When PagoEfectivo is asked about a code next without anybody asking for it; null: not any more, or not yet.
ALTER TABLE "codes" ADD COLUMN "next_ask_at" TIMESTAMPTZ(3);

CREATE INDEX "codes_to_ask" ON "codes" ("credential_version_id", "next_ask_at") WHERE "next_ask_at" IS NOT NULL;

-- Codes from before: whatever may still move is asked about now, and then on its plan. Paid sandbox codes are not: their
-- money may have been simulated, and the sandbox knows nothing of it.
UPDATE "codes" SET "next_ask_at" = now()
WHERE "cip" IS NOT NULL AND (
  "state" IN ('live', 'voiding')
  OR ("state" IN ('expired', 'voided', 'lost') AND "ended_at" > now() - interval '3 days')
  OR ("state" = 'paid' AND "mode" = 'live' AND "ended_at" > now() - interval '3 days')
);
