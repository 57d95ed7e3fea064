-- The merchant's admin: settings with versions, people, audit, privacy requests, Shopify's webhooks.

-- AlterTable
ALTER TABLE "shops" ADD COLUMN     "accent_color" TEXT,
ADD COLUMN     "account_note" TEXT,
ADD COLUMN     "account_state" TEXT NOT NULL DEFAULT 'unknown',
ADD COLUMN     "amount_bands" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "business_day_grace" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "configured_at" TIMESTAMPTZ(3),
ADD COLUMN     "configured_problem" TEXT,
ADD COLUMN     "configured_ready" BOOLEAN,
ADD COLUMN     "connection_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "ends_at_day_end" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "help_url" TEXT,
ADD COLUMN     "max_pen_centimos" INTEGER,
ADD COLUMN     "max_usd_centimos" INTEGER,
ADD COLUMN     "min_pen_centimos" INTEGER,
ADD COLUMN     "min_usd_centimos" INTEGER,
ADD COLUMN     "page_previewed_at" TIMESTAMPTZ(3),
ADD COLUMN     "page_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "quiet_from_minute" INTEGER,
ADD COLUMN     "quiet_to_minute" INTEGER,
ADD COLUMN     "rules_saved_at" TIMESTAMPTZ(3),
ADD COLUMN     "rules_version" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "shopper_languages" TEXT[] DEFAULT ARRAY['es', 'en']::TEXT[],
ADD COLUMN     "support_email" TEXT,
ADD COLUMN     "support_phone" TEXT,
ADD COLUMN     "support_whatsapp" TEXT,
ADD COLUMN     "switched_off_reason" TEXT,
ADD COLUMN     "setup_dismissed_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "credential_sets" ADD COLUMN     "disconnected_at" TIMESTAMPTZ(3),
ADD COLUMN     "refused_at" TIMESTAMPTZ(3),
ADD COLUMN     "refused_since" TIMESTAMPTZ(3),
ADD COLUMN     "verified_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "credential_versions" ADD COLUMN     "created_by" TEXT,
ADD COLUMN     "wiped_at" TIMESTAMPTZ(3),
ALTER COLUMN "sealed_access_key" DROP NOT NULL,
ALTER COLUMN "sealed_secret_key" DROP NOT NULL;

-- AlterTable
ALTER TABLE "notices" ADD COLUMN     "simulated" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "simulated_for" UUID,
ADD COLUMN     "simulated_test" BOOLEAN;

-- AlterTable
ALTER TABLE "shopify_sessions" ADD COLUMN     "must_refresh" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "refresh_claimed_until" TIMESTAMPTZ(3),
ADD COLUMN     "refresh_lost_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "codes" ADD COLUMN     "business_day_grace" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "timeline" ADD COLUMN     "user_id" TEXT;

-- CreateTable
CREATE TABLE "merchant_users" (
    "shop_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "language" TEXT,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "merchant_users_pkey" PRIMARY KEY ("shop_id","user_id")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" BIGSERIAL NOT NULL,
    "shop_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "user_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "payment_id" UUID,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_notes" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "user_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "payment_notes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "connection_checks" (
    "id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "user_id" TEXT NOT NULL,
    "ok" BOOLEAN NOT NULL,
    "steps" JSONB NOT NULL DEFAULT '[]',

    CONSTRAINT "connection_checks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shopify_webhooks" (
    "webhook_id" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "triggered_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT NOT NULL DEFAULT 'received',

    CONSTRAINT "shopify_webhooks_pkey" PRIMARY KEY ("webhook_id")
);

-- CreateTable
CREATE TABLE "privacy_requests" (
    "id" UUID NOT NULL,
    "shop_id" UUID,
    "shop" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "sealed_subject" TEXT,
    "triggered_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "payments_found" INTEGER,
    "sealed_export" TEXT,

    CONSTRAINT "privacy_requests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "audit_log_shop_id_id_idx" ON "audit_log"("shop_id", "id");

-- CreateIndex
CREATE INDEX "audit_log_payment_id_idx" ON "audit_log"("payment_id");

-- CreateIndex
CREATE INDEX "payment_notes_payment_id_idx" ON "payment_notes"("payment_id");

-- CreateIndex
CREATE INDEX "connection_checks_shop_id_at_idx" ON "connection_checks"("shop_id", "at");

-- CreateIndex
CREATE INDEX "shopify_webhooks_received_at_idx" ON "shopify_webhooks"("received_at");

-- CreateIndex
CREATE UNIQUE INDEX "privacy_requests_webhook_id_key" ON "privacy_requests"("webhook_id");

-- CreateIndex
CREATE INDEX "privacy_requests_shop_idx" ON "privacy_requests"("shop");

-- AddForeignKey
ALTER TABLE "merchant_users" ADD CONSTRAINT "merchant_users_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_notes" ADD CONSTRAINT "payment_notes_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "connection_checks" ADD CONSTRAINT "connection_checks_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notices" ADD CONSTRAINT "notices_simulated_for_fkey" FOREIGN KEY ("simulated_for") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

ALTER TABLE "shops"
  ADD CONSTRAINT "shops_account_state_known" CHECK ("account_state" IN ('unknown', 'none', 'gathering', 'applied', 'approved')),
  ADD CONSTRAINT "shops_quiet_hours_whole" CHECK (("quiet_from_minute" IS NULL) = ("quiet_to_minute" IS NULL)
    AND coalesce("quiet_from_minute", 0) BETWEEN 0 AND 1439 AND coalesce("quiet_to_minute", 0) BETWEEN 0 AND 1439),
  ADD CONSTRAINT "shops_amount_bounds_in_order" CHECK (
    coalesce("min_pen_centimos", 1) > 0 AND coalesce("max_pen_centimos", 2147483647) >= coalesce("min_pen_centimos", 1)
    AND coalesce("min_usd_centimos", 1) > 0 AND coalesce("max_usd_centimos", 2147483647) >= coalesce("min_usd_centimos", 1)),
  ADD CONSTRAINT "shops_accent_is_a_color" CHECK ("accent_color" ~ '^#[0-9a-f]{6}$');
-- A notice that a person made up is of a test payment, whatever the code that writes it believes: whether it is one is
-- read from the payment itself, and then checked.
CREATE FUNCTION "copy_simulated_test"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."simulated_test" := (SELECT "test" FROM "payments" WHERE "id" = NEW."simulated_for");
  RETURN NEW;
END $$;
CREATE TRIGGER "notices_copy_simulated_test" BEFORE INSERT OR UPDATE OF "simulated", "simulated_for", "simulated_test"
  ON "notices" FOR EACH ROW WHEN (NEW."simulated" OR NEW."simulated_for" IS NOT NULL) EXECUTE FUNCTION "copy_simulated_test"();
ALTER TABLE "notices"
  ADD CONSTRAINT "notices_simulated_only_in_test" CHECK (
    ("simulated" AND "simulated_for" IS NOT NULL AND "simulated_test" IS TRUE)
    OR (NOT "simulated" AND "simulated_for" IS NULL AND "simulated_test" IS NULL));
ALTER TABLE "merchant_users" ADD CONSTRAINT "merchant_users_language_known" CHECK ("language" IN ('es', 'en', 'zh-CN'));
-- Keys are there whole or gone whole, and the ones in use are never gone.
ALTER TABLE "credential_versions"
  ADD CONSTRAINT "credential_versions_wiped_whole" CHECK (
    ("sealed_access_key" IS NULL) = ("wiped_at" IS NOT NULL) AND ("sealed_secret_key" IS NULL) = ("wiped_at" IS NOT NULL)
    AND ("wiped_at" IS NULL OR "retired_at" IS NOT NULL));
-- A money action without a person is refused.
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_has_a_person" CHECK (length("user_id") > 0);
-- What was done stays written. What stood there before and after may only go: a shop that is erased takes its texts along.
CREATE TRIGGER "audit_log_is_kept" BEFORE DELETE ON "audit_log" FOR EACH ROW
  EXECUTE FUNCTION "refuse_change"('audit_log');
CREATE TRIGGER "audit_log_keeps_its_facts" BEFORE UPDATE ON "audit_log" FOR EACH ROW
  WHEN ((OLD."id", OLD."shop_id", OLD."at", OLD."user_id", OLD."action", OLD."payment_id")
    IS DISTINCT FROM (NEW."id", NEW."shop_id", NEW."at", NEW."user_id", NEW."action", NEW."payment_id")
    OR NEW."before" IS NOT NULL OR NEW."after" IS NOT NULL)
  EXECUTE FUNCTION "refuse_change"('audit_log');
-- A request is of a topic that we serve, and what is done says what came of it.
ALTER TABLE "privacy_requests"
  ADD CONSTRAINT "privacy_requests_topic_known" CHECK ("topic" IN ('customers/data_request', 'customers/redact', 'shop/redact')),
  ADD CONSTRAINT "privacy_requests_done_whole" CHECK (("done_at" IS NULL) = ("outcome" IS NULL)
    AND ("done_at" IS NULL OR "sealed_subject" IS NULL));
-- The list's own views and its search. Ids are made in the order of time, so that they also sort by it. Every index on
-- a payment costs the intake door; what is not needed for payments that have just arrived is left out of it.
CREATE INDEX "payments_list_by_told" ON "payments" ("shop_id", "told", "id" DESC);
CREATE INDEX "payments_list_by_amount" ON "payments" ("shop_id", "amount_centimos", "id" DESC) WHERE "told" <> 'open';
CREATE INDEX "payments_list_by_email" ON "payments" ("shop_id", lower("shopper_email"))
  WHERE "shopper_email" IS NOT NULL AND "told" <> 'open';
CREATE INDEX "codes_list_by_cip" ON "codes" ("shop_id", "cip") WHERE "cip" IS NOT NULL;
CREATE INDEX "codes_list_by_expiry" ON "codes" ("shop_id", "expires_at", "payment_id");
-- What most shops have little of would be looked for among all their payments; none of it costs an ordinary payment anything.
CREATE INDEX "payments_list_tests" ON "payments" ("shop_id", "id" DESC) WHERE "test";
CREATE INDEX "payments_list_dollars" ON "payments" ("shop_id", "id" DESC) WHERE "currency" = 'USD';
