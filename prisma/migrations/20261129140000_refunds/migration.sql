-- Refunds: money on its way back to a shopper.

-- AlterTable
ALTER TABLE "reports" ADD COLUMN     "refund_id" UUID;

-- CreateTable
CREATE TABLE "refunds" (
    "id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "code_id" UUID,
    "case_id" UUID,
    "session_id" TEXT,
    "session_gid" TEXT,
    "amount_centimos" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "test" BOOLEAN NOT NULL,
    "merchant_locale" TEXT,
    "proposed_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "state" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "refusal" TEXT,
    "refusal_text" TEXT,
    "sealed_destination" TEXT,
    "destination_hint" JSONB,
    "details_by" TEXT,
    "details_at" TIMESTAMPTZ(3),
    "approved_by" TEXT,
    "approved_at" TIMESTAMPTZ(3),
    "paid_out_by" TEXT,
    "paid_out_on" DATE,
    "bank_reference" TEXT,
    "batch_id" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "wiped_at" TIMESTAMPTZ(3),
    "reminded" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "refunds_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_claims" (
    "id" UUID NOT NULL,
    "refund_id" UUID NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "opens_left" INTEGER NOT NULL,
    "used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,

    CONSTRAINT "refund_claims_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_batches" (
    "id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "bytes" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "refund_batches_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_receipts" (
    "id" UUID NOT NULL,
    "refund_id" UUID NOT NULL,
    "file_name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "sealed" TEXT NOT NULL,
    "added_at" TIMESTAMPTZ(3) NOT NULL,
    "added_by" TEXT NOT NULL,

    CONSTRAINT "refund_receipts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refund_settings" (
    "shop_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "manual_since" TIMESTAMPTZ(3),
    "manual_by" TEXT,
    "approval_above_pen_centimos" INTEGER,
    "approval_above_usd_centimos" INTEGER,

    CONSTRAINT "refund_settings_pkey" PRIMARY KEY ("shop_id")
);

-- CreateIndex
CREATE INDEX "refunds_shop_id_state_received_at_idx" ON "refunds"("shop_id", "state", "received_at");

-- CreateIndex
CREATE INDEX "refunds_payment_id_idx" ON "refunds"("payment_id");

-- CreateIndex
CREATE UNIQUE INDEX "refund_claims_token_hash_key" ON "refund_claims"("token_hash");

-- CreateIndex
CREATE INDEX "refund_claims_refund_id_idx" ON "refund_claims"("refund_id");

-- CreateIndex
CREATE UNIQUE INDEX "refund_batches_shop_id_number_key" ON "refund_batches"("shop_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "refund_receipts_refund_id_key" ON "refund_receipts"("refund_id");

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_code_id_fkey" FOREIGN KEY ("code_id") REFERENCES "codes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refunds" ADD CONSTRAINT "refunds_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "refund_batches"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund_claims" ADD CONSTRAINT "refund_claims_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund_batches" ADD CONSTRAINT "refund_batches_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund_receipts" ADD CONSTRAINT "refund_receipts_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund_settings" ADD CONSTRAINT "refund_settings_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

ALTER TABLE "refunds"
  ADD CONSTRAINT "refunds_amount_positive" CHECK ("amount_centimos" > 0),
  ADD CONSTRAINT "refunds_state_known" CHECK ("state" IN ('opened', 'details-asked', 'details-given', 'approved', 'paid-out', 'refused')),
  -- Shopify asked for it, or a person did from a case.
  ADD CONSTRAINT "refunds_asked_for" CHECK (("session_id" IS NULL) = ("session_gid" IS NULL) AND ("session_id" IS NOT NULL OR "case_id" IS NOT NULL)),
  -- What is to be paid is in a currency that we collect in; only a refund that was refused may be in another.
  ADD CONSTRAINT "refunds_currency_known" CHECK ("currency" ~ '^[A-Z]{3}$' AND ("state" = 'refused' OR "currency" IN ('PEN', 'USD'))),
  ADD CONSTRAINT "refunds_refused_with_words" CHECK (("state" = 'refused') = ("refusal" IS NOT NULL) AND ("refusal" IS NULL) = ("refusal_text" IS NULL)),
  ADD CONSTRAINT "refunds_refusal_known" CHECK ("refusal" IN ('over-refund', 'other-currency', 'other-mode', 'policy-off', 'by-merchant')),
  ADD CONSTRAINT "refunds_ended_whole" CHECK (("state" IN ('paid-out', 'refused')) = ("ended_at" IS NOT NULL)),
  -- Nothing is paid without saying who did and when, and outside the test mode under which reference of the bank.
  ADD CONSTRAINT "refunds_paid_out_whole" CHECK (("state" = 'paid-out') = ("paid_out_by" IS NOT NULL) AND ("paid_out_by" IS NULL) = ("paid_out_on" IS NULL)
    AND ("state" <> 'paid-out' OR "test" OR length(trim("bank_reference")) > 0) IS TRUE),
  -- The details of a payout are there until they are wiped, and whoever entered them is known.
  ADD CONSTRAINT "refunds_details_whole" CHECK (("details_by" IS NULL) = ("details_at" IS NULL)
    AND ("sealed_destination" IS NULL OR ("details_by" IS NOT NULL AND "wiped_at" IS NULL))
    AND ("state" NOT IN ('details-given', 'approved') OR "sealed_destination" IS NOT NULL)),
  -- The approver is never who entered the details.
  ADD CONSTRAINT "refunds_approved_by_another" CHECK (("approved_by" IS NULL) = ("approved_at" IS NULL) AND "approved_by" IS DISTINCT FROM "details_by"
    OR ("approved_by" IS NULL AND "approved_at" IS NULL)),
  ADD CONSTRAINT "refunds_approved_whole" CHECK ("state" <> 'approved' OR "approved_by" IS NOT NULL),
  ADD CONSTRAINT "refunds_batched_when_ready" CHECK ("batch_id" IS NULL OR "state" IN ('details-given', 'approved', 'paid-out'));
-- One refund for each session of Shopify's.
CREATE UNIQUE INDEX "refunds_one_per_session" ON "refunds" ("shop_id", "session_id") WHERE "session_id" IS NOT NULL;
CREATE INDEX "refunds_of_a_case" ON "refunds" ("case_id") WHERE "case_id" IS NOT NULL;
CREATE INDEX "refunds_of_a_batch" ON "refunds" ("batch_id") WHERE "batch_id" IS NOT NULL;

ALTER TABLE "refund_claims" ADD CONSTRAINT "refund_claims_opens_not_negative" CHECK ("opens_left" >= 0);
ALTER TABLE "refund_batches"
  ADD CONSTRAINT "refund_batches_words_known" CHECK ("state" IN ('open', 'closed') AND "currency" IN ('PEN', 'USD')),
  ADD CONSTRAINT "refund_batches_closed_whole" CHECK (("state" = 'closed') = ("closed_at" IS NOT NULL));
ALTER TABLE "refund_settings"
  ADD CONSTRAINT "refund_settings_accepted_by_a_person" CHECK (("manual_since" IS NULL) = ("manual_by" IS NULL)),
  ADD CONSTRAINT "refund_settings_bounds" CHECK ("approval_above_pen_centimos" >= 0 AND "approval_above_usd_centimos" >= 0);

-- The cases whose money is the payment's own: Shopify did not take its resolve, or cannot be told of it. Refunds of Shopify's sessions and refunds
-- from these cases share one sum; every other case holds money of its own.
CREATE FUNCTION "case_shares_payment"(kind text) RETURNS boolean LANGUAGE sql IMMUTABLE
  RETURN kind IN ('resolve-refused', 'resolve-dead', 'paid-shop-away');
-- Céntimos of a payment that refunds give back already or have promised to. It locks the payment first and looks afterwards:
-- inside one statement a second refund would look at what stood there before it waited for the lock. No key changes: who only
-- refers to the payment, as a line of its timeline does, is not waited for, and cannot wait for us in turn.
CREATE FUNCTION "refunded_of_payment"(payment uuid) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM 1 FROM payments WHERE id = payment FOR NO KEY UPDATE;
  RETURN (SELECT coalesce(sum(r.amount_centimos), 0) FROM refunds r LEFT JOIN cases k ON k.id = r.case_id
    WHERE r.payment_id = payment AND r.state <> 'refused' AND (k.id IS NULL OR case_shares_payment(k.kind)));
END $$;
-- The same of the money that a case holds.
CREATE FUNCTION "refunded_of_case"(of_case uuid) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM 1 FROM cases WHERE id = of_case FOR NO KEY UPDATE;
  RETURN (SELECT coalesce(sum(amount_centimos), 0) FROM refunds WHERE case_id = of_case AND state <> 'refused');
END $$;
-- What was paid out of the money that a case holds. Locked first, so that the last of several payouts sees the others.
CREATE FUNCTION "paid_out_of_case"(of_case uuid) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM 1 FROM cases WHERE id = of_case FOR NO KEY UPDATE;
  RETURN (SELECT coalesce(sum(amount_centimos), 0) FROM refunds WHERE case_id = of_case AND state = 'paid-out');
END $$;
-- Whether a refund of this payment, from this case or from none, may be paid: nobody asks whether the collector took the money
-- back, and its case still holds it. Both are locked first, so that what is being decided about them is waited for, and then seen.
CREATE FUNCTION "refund_may_be_paid"(payment uuid, of_case uuid) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM 1 FROM payments WHERE id = payment FOR NO KEY UPDATE;
  PERFORM 1 FROM cases WHERE id = of_case FOR NO KEY UPDATE;
  RETURN NOT EXISTS (SELECT 1 FROM cases WHERE payment_id = payment AND kind = 'reversal-suspected' AND state = 'open')
    AND (of_case IS NULL OR EXISTS (SELECT 1 FROM cases WHERE id = of_case AND state = 'open'));
END $$;
-- Refunds never exceed the money, whoever writes them. A refusal has no way back, so that only new ones can exceed it.
CREATE FUNCTION "refuse_over_refund"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  held bigint;
  shares boolean;
BEGIN
  SELECT held_centimos, case_shares_payment(kind) INTO held, shares FROM cases WHERE id = NEW.case_id;
  -- The payment first, as decisions about payments lock it before its cases.
  IF (NEW.case_id IS NULL OR shares) AND refunded_of_payment(NEW.payment_id) + NEW.amount_centimos
      > (SELECT amount_centimos FROM payments WHERE id = NEW.payment_id) THEN
    RAISE EXCEPTION 'refunds: more than the payment' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.case_id IS NOT NULL AND refunded_of_case(NEW.case_id) + NEW.amount_centimos > held THEN
    RAISE EXCEPTION 'refunds: more than the money of the case' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "refunds_within_the_money" BEFORE INSERT ON "refunds" FOR EACH ROW
  WHEN (NEW."state" <> 'refused') EXECUTE FUNCTION "refuse_over_refund"();
-- A refund keeps what was asked for, and what ended stays as it ended.
CREATE TRIGGER "refunds_keep_their_money" BEFORE UPDATE ON "refunds" FOR EACH ROW
  WHEN ((OLD."shop_id", OLD."payment_id", OLD."code_id", OLD."case_id", OLD."session_id", OLD."session_gid", OLD."amount_centimos", OLD."currency", OLD."test", OLD."received_at")
    IS DISTINCT FROM (NEW."shop_id", NEW."payment_id", NEW."code_id", NEW."case_id", NEW."session_id", NEW."session_gid", NEW."amount_centimos", NEW."currency", NEW."test", NEW."received_at")
    OR (OLD."state" IN ('paid-out', 'refused') AND (OLD."state", OLD."refusal", OLD."refusal_text", OLD."paid_out_by", OLD."paid_out_on", OLD."bank_reference", OLD."ended_at")
      IS DISTINCT FROM (NEW."state", NEW."refusal", NEW."refusal_text", NEW."paid_out_by", NEW."paid_out_on", NEW."bank_reference", NEW."ended_at")))
  EXECUTE FUNCTION "refuse_change"('refunds');
CREATE TRIGGER "refunds_stay" BEFORE DELETE ON "refunds" FOR EACH ROW EXECUTE FUNCTION "refuse_change"('refunds');

-- A refund is told once, and nothing else than refunds with a session of Shopify's.
ALTER TABLE "reports" DROP CONSTRAINT "reports_kind_known",
  ADD CONSTRAINT "reports_kind_known" CHECK ("kind" IN ('pending', 'resolve', 'reject', 'refund-resolve', 'refund-reject')
    AND ("kind" IN ('refund-resolve', 'refund-reject')) = ("refund_id" IS NOT NULL));
CREATE UNIQUE INDEX "reports_one_per_refund" ON "reports" ("refund_id") WHERE "refund_id" IS NOT NULL;
DROP INDEX "reports_one_of_a_kind";
-- Of a payment itself one of each kind, of each of its refunds likewise. All of them stand in it: it is also how a payment's reports are found.
CREATE UNIQUE INDEX "reports_one_of_a_kind" ON "reports" ("payment_id", "kind", coalesce("refund_id", "payment_id")) WHERE "state" <> 'dropped';
DROP TRIGGER "reports_keep_their_words" ON "reports";
CREATE TRIGGER "reports_keep_their_words" BEFORE UPDATE ON "reports" FOR EACH ROW
  WHEN ((OLD."payment_id", OLD."refund_id", OLD."kind", OLD."arguments") IS DISTINCT FROM (NEW."payment_id", NEW."refund_id", NEW."kind", NEW."arguments"))
  EXECUTE FUNCTION "refuse_change"('reports');
