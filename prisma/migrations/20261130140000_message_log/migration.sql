-- The log of messages: what no other table tells, how long it is kept, and the alarm about notices that stay away.

-- CreateTable
CREATE TABLE "log_entries" (
    "id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "direction" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "verdict" TEXT NOT NULL,
    "took_ms" INTEGER NOT NULL,
    "http_status" INTEGER,
    "reason" TEXT,
    "set_id" UUID,
    "payment_id" UUID,
    "code_id" UUID,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "times" INTEGER NOT NULL DEFAULT 1,
    "bound_key" TEXT,

    CONSTRAINT "log_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_settings" (
    "shop_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "keep_days" INTEGER NOT NULL DEFAULT 90,
    "silent_since" TIMESTAMPTZ(3),

    CONSTRAINT "log_settings_pkey" PRIMARY KEY ("shop_id")
);

-- AlterTable
ALTER TABLE "alerts" ADD COLUMN     "silent_since" TIMESTAMPTZ(3);

-- AlterTable
-- Null stays allowed: while a release is rolled out, processes of the one before still record attempts.
ALTER TABLE "report_attempts" ADD COLUMN     "shop_id" UUID;

-- CreateIndex
CREATE UNIQUE INDEX "log_entries_bound_key_key" ON "log_entries"("bound_key");

-- CreateIndex
CREATE INDEX "log_entries_shop_id_direction_id_idx" ON "log_entries"("shop_id", "direction", "id");

-- CreateIndex
CREATE UNIQUE INDEX "alerts_shop_id_silent_since_channel_key" ON "alerts"("shop_id", "silent_since", "channel");

-- CreateIndex
CREATE INDEX "report_attempts_shop_id_started_at_idx" ON "report_attempts"("shop_id", "started_at");

-- AddForeignKey
ALTER TABLE "log_entries" ADD CONSTRAINT "log_entries_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "log_settings" ADD CONSTRAINT "log_settings_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

ALTER TABLE "log_entries"
  ADD CONSTRAINT "log_entries_words_known" CHECK (
    "direction" IN ('from-pagoefectivo', 'from-shopify', 'to-pagoefectivo')
    AND "verdict" IN ('accepted', 'repeated', 'bad-signature', 'refused', 'failed', 'unknown')),
  ADD CONSTRAINT "log_entries_happened" CHECK ("times" > 0 AND "took_ms" >= 0),
  -- Whatever somebody sends, an entry stays small.
  ADD CONSTRAINT "log_entries_small" CHECK (length("kind") <= 64 AND length("reason") <= 64 AND length("detail"::text) <= 2000);

ALTER TABLE "log_settings"
  ADD CONSTRAINT "log_settings_keep_within" CHECK ("keep_days" BETWEEN 30 AND 365);

ALTER TABLE "alerts"
  DROP CONSTRAINT "alerts_words_known",
  DROP CONSTRAINT "alerts_about_one_thing",
  ADD CONSTRAINT "alerts_words_known" CHECK (
    "occasion" IN ('opened', 'late', 'test', 'refund-day-3', 'refund-day-7', 'refund-day-12', 'silence')
    AND "channel" IN ('email', 'webhook') AND "state" IN ('due', 'sent', 'failed', 'dropped')),
  -- An alert is about one case, about one refund, or about notices that stay away; or it is tried out.
  ADD CONSTRAINT "alerts_about_one_thing" CHECK (("case_id" IS NOT NULL) = ("occasion" IN ('opened', 'late'))
    AND ("refund_id" IS NOT NULL) = ("occasion" LIKE 'refund-day-%')
    AND ("silent_since" IS NOT NULL) = ("occasion" = 'silence'));

-- Attempts from before get their payment's shop.
UPDATE "report_attempts" a SET "shop_id" = p."shop_id"
  FROM "reports" r JOIN "payments" p ON p."id" = r."payment_id" WHERE r."id" = a."report_id";

-- What a payment's entries are found by.
CREATE INDEX "log_entries_of_payment" ON "log_entries" ("payment_id", "id") WHERE "payment_id" IS NOT NULL;

-- Where an entry of the log stands among the others: by its instant, then by the end of its id. Ids of version 7 are of this form already.
CREATE FUNCTION "log_place"("at" timestamptz, "id" text) RETURNS uuid LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM "at") * 1000)::bigint), 12, '0') || right(md5("id"), 20))::uuid
$$;

-- A shop's webhooks, the newest first.
CREATE INDEX "shopify_webhooks_of_shop" ON "shopify_webhooks" ("shop", "received_at");
