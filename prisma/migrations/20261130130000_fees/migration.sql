-- What a merchant's contract says of fees, and what became of the money that settlements speak of.

-- CreateTable
CREATE TABLE "fee_terms" (
    "shop_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "valid_from" DATE NOT NULL,
    "withdrawn" BOOLEAN NOT NULL DEFAULT false,
    "percent_thousandths" INTEGER NOT NULL,
    "fixed_centimos" INTEGER NOT NULL,
    "minimum_centimos" INTEGER NOT NULL,
    "igv_thousandths" INTEGER NOT NULL,
    "conversion_into" TEXT,
    "conversion_charge_thousandths" INTEGER,
    "conversion_rate_ten_thousandths" INTEGER,
    "refunded_fee" TEXT,
    "monthly_minimum_centimos" INTEGER,
    "cycle_days" INTEGER,
    "cycle_weekday" INTEGER,
    "tolerance_centimos" INTEGER NOT NULL,
    "saved_by" TEXT NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fee_terms_pkey" PRIMARY KEY ("shop_id","version")
);

-- CreateTable
CREATE TABLE "settlements" (
    "id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "statement_id" UUID NOT NULL,
    "ref" TEXT,
    "currency" TEXT NOT NULL,
    "settled_on" DATE,
    "row_count" INTEGER NOT NULL,
    "net_centimos" BIGINT,
    "gathered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "settlements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settlement_payouts" (
    "id" UUID NOT NULL,
    "settlement_id" UUID NOT NULL,
    "paid_out_on" DATE NOT NULL,
    "source" TEXT NOT NULL,
    "statement_id" UUID,
    "line" INTEGER,
    "bank_reference" TEXT,
    "user_id" TEXT,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "withdrawn_at" TIMESTAMPTZ(3),
    "withdrawn_by" TEXT,

    CONSTRAINT "settlement_payouts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "settlements_shop_id_settled_on_idx" ON "settlements"("shop_id", "settled_on");

-- CreateIndex
CREATE INDEX "settlement_payouts_settlement_id_idx" ON "settlement_payouts"("settlement_id");

-- CreateIndex
CREATE INDEX "settlement_payouts_statement_id_line_idx" ON "settlement_payouts"("statement_id", "line");

-- AddForeignKey
ALTER TABLE "fee_terms" ADD CONSTRAINT "fee_terms_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settlement_payouts" ADD CONSTRAINT "settlement_payouts_settlement_id_fkey" FOREIGN KEY ("settlement_id") REFERENCES "settlements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settlement_payouts" ADD CONSTRAINT "settlement_payouts_statement_id_line_fkey" FOREIGN KEY ("statement_id", "line") REFERENCES "statement_rows"("statement_id", "line") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

ALTER TABLE "fee_terms"
  ADD CONSTRAINT "fee_terms_version_counts" CHECK ("version" > 0),
  ADD CONSTRAINT "fee_terms_currency_known" CHECK ("currency" IN ('PEN', 'USD')),
  ADD CONSTRAINT "fee_terms_parts_of_a_whole" CHECK ("percent_thousandths" BETWEEN 0 AND 100000 AND "igv_thousandths" BETWEEN 0 AND 100000
    AND "conversion_charge_thousandths" BETWEEN 0 AND 100000),
  ADD CONSTRAINT "fee_terms_money_not_negative" CHECK ("fixed_centimos" >= 0 AND "minimum_centimos" >= 0 AND "monthly_minimum_centimos" >= 0),
  -- Money is converted into another currency, at a charge, or not at all.
  ADD CONSTRAINT "fee_terms_conversion_whole" CHECK (("conversion_into" IS NULL) = ("conversion_charge_thousandths" IS NULL)
    AND ("conversion_into" IS NOT NULL OR "conversion_rate_ten_thousandths" IS NULL)
    AND "conversion_into" IN ('PEN', 'USD') AND "conversion_into" <> "currency" AND "conversion_rate_ten_thousandths" > 0),
  ADD CONSTRAINT "fee_terms_refunded_fee_known" CHECK ("refunded_fee" IN ('kept', 'returned')),
  -- A payment is settled after some days, or on a day of the week, or nobody knows when.
  ADD CONSTRAINT "fee_terms_one_cycle" CHECK (("cycle_days" IS NULL OR "cycle_weekday" IS NULL)
    AND "cycle_days" BETWEEN 0 AND 60 AND "cycle_weekday" BETWEEN 1 AND 5),
  ADD CONSTRAINT "fee_terms_tolerance_small" CHECK ("tolerance_centimos" BETWEEN 0 AND 100);
-- Which terms held when stays readable for ever: a change is a new version.
CREATE TRIGGER "fee_terms_keep" BEFORE UPDATE OR DELETE ON "fee_terms" FOR EACH ROW EXECUTE FUNCTION "refuse_change"('fee_terms');

ALTER TABLE "settlements"
  ADD CONSTRAINT "settlements_currency_known" CHECK ("currency" IN ('PEN', 'USD')),
  ADD CONSTRAINT "settlements_have_rows" CHECK ("row_count" > 0);
-- A statement's rows of one number are one settlement; without a number, its rows of one day are.
CREATE UNIQUE INDEX "settlements_once" ON "settlements"
  ("statement_id", "currency", coalesce("ref", ''), coalesce("settled_on", DATE '2000-01-01'));
CREATE TRIGGER "settlements_keep" BEFORE UPDATE OR DELETE ON "settlements" FOR EACH ROW EXECUTE FUNCTION "refuse_change"('settlements');

ALTER TABLE "settlement_payouts"
  ADD CONSTRAINT "settlement_payouts_source_known" CHECK ("source" IN ('bank-reference', 'bank-total', 'person')),
  -- Either a line of the bank's shows it, or a person says so under the bank's reference.
  ADD CONSTRAINT "settlement_payouts_have_evidence" CHECK (("source" = 'person') = ("user_id" IS NOT NULL)
    AND ("source" = 'person') = ("bank_reference" IS NOT NULL) AND ("source" = 'person') = ("statement_id" IS NULL)
    AND ("statement_id" IS NULL) = ("line" IS NULL)),
  ADD CONSTRAINT "settlement_payouts_withdrawn_whole" CHECK (("withdrawn_at" IS NULL) = ("withdrawn_by" IS NULL));
-- A settlement is paid out once.
CREATE UNIQUE INDEX "settlement_payouts_once" ON "settlement_payouts" ("settlement_id") WHERE "withdrawn_at" IS NULL;
-- A credit that fits by its amount alone pays one settlement.
CREATE UNIQUE INDEX "settlement_payouts_one_per_credit" ON "settlement_payouts" ("statement_id", "line")
  WHERE "withdrawn_at" IS NULL AND "source" = 'bank-total';
-- What was recorded stays as it was; it can only be withdrawn, once.
CREATE TRIGGER "settlement_payouts_keep" BEFORE UPDATE ON "settlement_payouts" FOR EACH ROW
  WHEN (OLD."withdrawn_at" IS NOT NULL OR (OLD."id", OLD."settlement_id", OLD."paid_out_on", OLD."source", OLD."statement_id", OLD."line", OLD."bank_reference", OLD."user_id", OLD."recorded_at")
    IS DISTINCT FROM (NEW."id", NEW."settlement_id", NEW."paid_out_on", NEW."source", NEW."statement_id", NEW."line", NEW."bank_reference", NEW."user_id", NEW."recorded_at"))
  EXECUTE FUNCTION "refuse_change"('settlement_payouts');
CREATE TRIGGER "settlement_payouts_stay" BEFORE DELETE ON "settlement_payouts" FOR EACH ROW EXECUTE FUNCTION "refuse_change"('settlement_payouts');
