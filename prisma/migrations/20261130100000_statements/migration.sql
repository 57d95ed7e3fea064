-- What outside parties say of the merchant's money, as uploaded.

-- CreateTable
CREATE TABLE "statements" (
    "id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "content_hash" BYTEA NOT NULL,
    "row_count" INTEGER NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE NOT NULL,
    "mapping" JSONB NOT NULL,
    "uploaded_by" TEXT NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "statements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "statement_rows" (
    "statement_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "cip" TEXT,
    "transaction_code" TEXT,
    "operation_number" TEXT,
    "amount_centimos" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3),
    "paid_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "channel" TEXT,
    "fee_centimos" INTEGER,
    "igv_centimos" INTEGER,
    "net_centimos" INTEGER,
    "settled_on" DATE,
    "settlement_ref" TEXT,

    CONSTRAINT "statement_rows_pkey" PRIMARY KEY ("statement_id","line")
);

-- CreateIndex
CREATE INDEX "statements_shop_id_kind_from_day_idx" ON "statements"("shop_id", "kind", "from_day");

-- CreateIndex
CREATE UNIQUE INDEX "statements_shop_id_content_hash_key" ON "statements"("shop_id", "content_hash");

-- CreateIndex
CREATE INDEX "statement_rows_cip_idx" ON "statement_rows"("cip");

-- CreateIndex
CREATE INDEX "statement_rows_transaction_code_idx" ON "statement_rows"("transaction_code");

-- AddForeignKey
ALTER TABLE "statements" ADD CONSTRAINT "statements_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "statement_rows" ADD CONSTRAINT "statement_rows_statement_id_fkey" FOREIGN KEY ("statement_id") REFERENCES "statements"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

ALTER TABLE "statements"
  ADD CONSTRAINT "statements_kind_known" CHECK ("kind" IN ('report', 'settlement', 'bank')),
  ADD CONSTRAINT "statements_hash_is_sha256" CHECK (octet_length("content_hash") = 32),
  ADD CONSTRAINT "statements_days_in_order" CHECK ("from_day" <= "to_day"),
  -- An empty file says nothing, and is not kept.
  ADD CONSTRAINT "statements_have_rows" CHECK ("row_count" > 0);

ALTER TABLE "statement_rows"
  ADD CONSTRAINT "statement_rows_state_known"
    CHECK ("state" IN ('pending', 'paid', 'expired', 'voided', 'reversed', 'refunded')),
  ADD CONSTRAINT "statement_rows_currency_known" CHECK ("currency" IN ('PEN', 'USD')),
  -- The heading is line 1.
  ADD CONSTRAINT "statement_rows_line_below_heading" CHECK ("line" > 1);
