-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "shops" (
    "id" UUID NOT NULL,
    "domain" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "installed_at" TIMESTAMPTZ(3) NOT NULL,
    "uninstalled_at" TIMESTAMPTZ(3),
    "ready" BOOLEAN NOT NULL DEFAULT false,
    "code_life_minutes" INTEGER NOT NULL DEFAULT 2880,
    "grace_minutes" INTEGER NOT NULL DEFAULT 30,
    "confirm_timer_seconds" INTEGER NOT NULL DEFAULT 90,
    "at_expiry" TEXT NOT NULL DEFAULT 'reject',

    CONSTRAINT "shops_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credential_sets" (
    "id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "notice_token" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "credential_sets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credential_set_currencies" (
    "shop_id" UUID NOT NULL,
    "mode" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "set_id" UUID NOT NULL,

    CONSTRAINT "credential_set_currencies_pkey" PRIMARY KEY ("shop_id","mode","currency")
);

-- CreateTable
CREATE TABLE "credential_versions" (
    "id" UUID NOT NULL,
    "set_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "service_id" INTEGER NOT NULL,
    "sealed_access_key" TEXT NOT NULL,
    "sealed_secret_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "credential_versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payments" (
    "id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "session_id" TEXT NOT NULL,
    "session_gid" TEXT NOT NULL,
    "session_group" TEXT NOT NULL,
    "amount_centimos" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "test" BOOLEAN NOT NULL,
    "kind" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "cancel_url" TEXT NOT NULL,
    "merchant_locale" TEXT,
    "shopper_email" TEXT,
    "shopper_phone" TEXT,
    "shopper_given_name" TEXT,
    "shopper_last_name" TEXT,
    "shopper_locale" TEXT,
    "request_id" TEXT,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "told" TEXT NOT NULL DEFAULT 'open',
    "version" INTEGER NOT NULL DEFAULT 0,
    "end_reason" TEXT,
    "pending_expires_at" TIMESTAMPTZ(3),
    "first_seen_at" TIMESTAMPTZ(3),
    "last_present_at" TIMESTAMPTZ(3),
    "kept_at" TIMESTAMPTZ(3),
    "timer_due_at" TIMESTAMPTZ(3),
    "redirect_url" TEXT,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "codes" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "session_group" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "credential_version_id" UUID NOT NULL,
    "amount_centimos" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "cip" TEXT,
    "cip_url" TEXT,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "grace_minutes" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "paid_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "fail_reason" TEXT,

    CONSTRAINT "codes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "timeline" (
    "id" BIGSERIAL NOT NULL,
    "payment_id" UUID NOT NULL,
    "code_id" UUID,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "timeline_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notices" (
    "id" UUID NOT NULL,
    "set_id" UUID NOT NULL,
    "credential_version_id" UUID NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "body" BYTEA NOT NULL,
    "body_hash" BYTEA NOT NULL,
    "signature_form" TEXT NOT NULL,
    "event_type" TEXT,
    "cip" TEXT,
    "state" TEXT NOT NULL DEFAULT 'received',
    "code_id" UUID,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "notices_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reports" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "arguments" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'due',
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "in_flight_since" TIMESTAMPTZ(3),
    "acknowledged_at" TIMESTAMPTZ(3),

    CONSTRAINT "reports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "report_attempts" (
    "id" BIGSERIAL NOT NULL,
    "report_id" UUID NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "report_attempts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cases" (
    "id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "payment_id" UUID,
    "code_id" UUID,
    "notice_id" UUID,
    "kind" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'open',
    "merge_key" TEXT NOT NULL,
    "held_centimos" INTEGER NOT NULL DEFAULT 0,
    "currency" TEXT,
    "evidence" JSONB NOT NULL DEFAULT '{}',
    "times" INTEGER NOT NULL DEFAULT 1,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "resolution" TEXT,
    "reason" TEXT,

    CONSTRAINT "cases_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "shopify_sessions" (
    "id" TEXT NOT NULL,
    "shop" TEXT NOT NULL,
    "is_online" BOOLEAN NOT NULL,
    "expires" TIMESTAMPTZ(3),
    "sealed" TEXT NOT NULL,

    CONSTRAINT "shopify_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_heartbeats" (
    "pool_id" TEXT NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "worker_heartbeats_pkey" PRIMARY KEY ("pool_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "shops_domain_key" ON "shops"("domain");

-- CreateIndex
CREATE UNIQUE INDEX "credential_sets_notice_token_key" ON "credential_sets"("notice_token");

-- CreateIndex
CREATE INDEX "credential_sets_shop_id_idx" ON "credential_sets"("shop_id");

-- CreateIndex
CREATE UNIQUE INDEX "credential_versions_set_id_number_key" ON "credential_versions"("set_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "payments_slug_key" ON "payments"("slug");

-- CreateIndex
CREATE INDEX "payments_shop_id_session_group_idx" ON "payments"("shop_id", "session_group");

-- CreateIndex
CREATE UNIQUE INDEX "payments_shop_id_session_id_key" ON "payments"("shop_id", "session_id");

-- CreateIndex
CREATE INDEX "codes_payment_id_idx" ON "codes"("payment_id");

-- CreateIndex
CREATE INDEX "codes_shop_id_session_group_idx" ON "codes"("shop_id", "session_group");

-- CreateIndex
CREATE INDEX "timeline_payment_id_id_idx" ON "timeline"("payment_id", "id");

-- CreateIndex
CREATE INDEX "notices_cip_idx" ON "notices"("cip");

-- CreateIndex
CREATE UNIQUE INDEX "notices_set_id_body_hash_key" ON "notices"("set_id", "body_hash");

-- CreateIndex
CREATE INDEX "report_attempts_report_id_id_idx" ON "report_attempts"("report_id", "id");

-- CreateIndex
CREATE INDEX "cases_payment_id_idx" ON "cases"("payment_id");

-- CreateIndex
CREATE INDEX "shopify_sessions_shop_idx" ON "shopify_sessions"("shop");

-- AddForeignKey
ALTER TABLE "credential_sets" ADD CONSTRAINT "credential_sets_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credential_set_currencies" ADD CONSTRAINT "credential_set_currencies_set_id_fkey" FOREIGN KEY ("set_id") REFERENCES "credential_sets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credential_versions" ADD CONSTRAINT "credential_versions_set_id_fkey" FOREIGN KEY ("set_id") REFERENCES "credential_sets"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payments" ADD CONSTRAINT "payments_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "codes" ADD CONSTRAINT "codes_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "codes" ADD CONSTRAINT "codes_credential_version_id_fkey" FOREIGN KEY ("credential_version_id") REFERENCES "credential_versions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "timeline" ADD CONSTRAINT "timeline_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notices" ADD CONSTRAINT "notices_credential_version_id_fkey" FOREIGN KEY ("credential_version_id") REFERENCES "credential_versions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notices" ADD CONSTRAINT "notices_code_id_fkey" FOREIGN KEY ("code_id") REFERENCES "codes"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "report_attempts" ADD CONSTRAINT "report_attempts_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "reports"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cases" ADD CONSTRAINT "cases_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cases" ADD CONSTRAINT "cases_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE SET NULL ON UPDATE CASCADE;


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

-- States and words are the lifecycle's, and nothing else is ever written.
ALTER TABLE "shops"
  ADD CONSTRAINT "shops_at_expiry_known" CHECK ("at_expiry" IN ('reject', 'lapse')),
  ADD CONSTRAINT "shops_timer_in_bounds" CHECK ("confirm_timer_seconds" BETWEEN 30 AND 600),
  ADD CONSTRAINT "shops_code_life_in_bounds" CHECK ("code_life_minutes" BETWEEN 120 AND 4200),
  ADD CONSTRAINT "shops_grace_in_bounds" CHECK ("grace_minutes" BETWEEN 0 AND 1440);
ALTER TABLE "credential_sets" ADD CONSTRAINT "credential_sets_mode_known" CHECK ("mode" IN ('sandbox', 'live'));
ALTER TABLE "credential_set_currencies"
  ADD CONSTRAINT "credential_set_currencies_known" CHECK ("mode" IN ('sandbox', 'live') AND "currency" IN ('PEN', 'USD'));
ALTER TABLE "payments"
  ADD CONSTRAINT "payments_amount_positive" CHECK ("amount_centimos" > 0),
  ADD CONSTRAINT "payments_currency_known" CHECK ("currency" IN ('PEN', 'USD')),
  ADD CONSTRAINT "payments_kind_is_sale" CHECK ("kind" = 'sale'),
  ADD CONSTRAINT "payments_told_known" CHECK ("told" IN ('open', 'pending', 'resolved', 'rejected', 'released', 'lapsed')),
  ADD CONSTRAINT "payments_pending_has_deadline" CHECK ("told" NOT IN ('pending', 'lapsed') OR "pending_expires_at" IS NOT NULL),
  -- 72 hours from the session's start is the most that Shopify accepts.
  ADD CONSTRAINT "payments_deadline_in_bounds" CHECK ("pending_expires_at" <= "started_at" + interval '72 hours');
ALTER TABLE "codes"
  ADD CONSTRAINT "codes_amount_positive" CHECK ("amount_centimos" > 0),
  ADD CONSTRAINT "codes_currency_known" CHECK ("currency" IN ('PEN', 'USD')),
  ADD CONSTRAINT "codes_mode_known" CHECK ("mode" IN ('sandbox', 'live')),
  ADD CONSTRAINT "codes_state_known" CHECK ("state" IN ('issuing', 'live', 'failed', 'unknown', 'expired', 'voiding', 'voided', 'lost', 'paid', 'reversed')),
  ADD CONSTRAINT "codes_cip_is_digits" CHECK ("cip" ~ '^[0-9]{1,14}$'),
  ADD CONSTRAINT "codes_payable_has_cip" CHECK ("state" IN ('issuing', 'failed', 'unknown', 'lost') OR "cip" IS NOT NULL);
ALTER TABLE "notices"
  ADD CONSTRAINT "notices_state_known" CHECK ("state" IN ('received', 'matched', 'case')),
  ADD CONSTRAINT "notices_form_known" CHECK ("signature_form" IN ('raw', 'compacted'));
ALTER TABLE "reports"
  ADD CONSTRAINT "reports_kind_known" CHECK ("kind" IN ('pending', 'resolve', 'reject')),
  ADD CONSTRAINT "reports_state_known" CHECK ("state" IN ('due', 'acknowledged', 'refused', 'dead', 'dropped'));
ALTER TABLE "cases"
  ADD CONSTRAINT "cases_state_known" CHECK ("state" IN ('open', 'closed')),
  ADD CONSTRAINT "cases_held_not_negative" CHECK ("held_centimos" >= 0 AND ("held_centimos" = 0 OR "currency" IS NOT NULL)),
  -- A case closes while it holds money only in these three ways, and keeping it needs a written reason.
  ADD CONSTRAINT "cases_money_is_accounted_for" CHECK (
    "state" = 'open' OR "held_centimos" = 0
    OR ("resolution" IN ('resolved-at-shopify', 'given-back')
        OR ("resolution" = 'kept' AND length(trim("reason")) > 0)) IS TRUE);

-- One CIP belongs to one code.
CREATE UNIQUE INDEX "codes_one_per_cip" ON "codes" ("mode", "cip") WHERE "cip" IS NOT NULL;
-- At most one code of a group may be payable at a time.
CREATE UNIQUE INDEX "codes_one_payable_per_group" ON "codes" ("shop_id", "session_group")
  WHERE "state" IN ('issuing', 'unknown', 'live', 'voiding');
-- At most one resolve per group.
CREATE UNIQUE INDEX "payments_one_resolved_per_group" ON "payments" ("shop_id", "session_group") WHERE "told" = 'resolved';
-- A payment is told each thing once; a dropped report was never sent.
CREATE UNIQUE INDEX "reports_one_of_a_kind" ON "reports" ("payment_id", "kind") WHERE "state" <> 'dropped';
-- Resolve and reject exclude each other for ever.
CREATE UNIQUE INDEX "reports_one_final" ON "reports" ("payment_id") WHERE "kind" IN ('resolve', 'reject');
-- One report of a payment is in flight at a time.
CREATE UNIQUE INDEX "reports_one_in_flight" ON "reports" ("payment_id") WHERE "in_flight_since" IS NOT NULL;
CREATE INDEX "reports_due" ON "reports" ("next_attempt_at") WHERE "state" = 'due';
-- Equal questions are one open case.
CREATE UNIQUE INDEX "cases_merge_while_open" ON "cases" ("merge_key") WHERE "state" = 'open';
CREATE INDEX "cases_open" ON "cases" ("shop_id", "opened_at") WHERE "state" = 'open';
-- One version of a credential set issues new codes.
CREATE UNIQUE INDEX "credential_versions_one_current" ON "credential_versions" ("set_id") WHERE "retired_at" IS NULL;

-- What never changes, whoever writes: the money of a payment, the CIP of a code, the words of a report.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%: this never changes after it was written', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER "payments_keep_their_money" BEFORE UPDATE ON "payments" FOR EACH ROW
  WHEN ((OLD."shop_id", OLD."session_id", OLD."session_group", OLD."amount_centimos", OLD."currency", OLD."test", OLD."slug")
    IS DISTINCT FROM (NEW."shop_id", NEW."session_id", NEW."session_group", NEW."amount_centimos", NEW."currency", NEW."test", NEW."slug"))
  EXECUTE FUNCTION "refuse_change"('payments');
CREATE TRIGGER "codes_keep_their_cip" BEFORE UPDATE ON "codes" FOR EACH ROW
  WHEN (OLD."cip" IS NOT NULL AND OLD."cip" IS DISTINCT FROM NEW."cip"
    OR (OLD."amount_centimos", OLD."currency", OLD."mode", OLD."credential_version_id")
      IS DISTINCT FROM (NEW."amount_centimos", NEW."currency", NEW."mode", NEW."credential_version_id"))
  EXECUTE FUNCTION "refuse_change"('codes');
CREATE TRIGGER "codes_stay" BEFORE DELETE ON "codes" FOR EACH ROW EXECUTE FUNCTION "refuse_change"('codes');
CREATE TRIGGER "reports_keep_their_words" BEFORE UPDATE ON "reports" FOR EACH ROW
  WHEN ((OLD."payment_id", OLD."kind", OLD."arguments") IS DISTINCT FROM (NEW."payment_id", NEW."kind", NEW."arguments"))
  EXECUTE FUNCTION "refuse_change"('reports');
CREATE TRIGGER "timeline_stays" BEFORE UPDATE OR DELETE ON "timeline" FOR EACH ROW EXECUTE FUNCTION "refuse_change"('timeline');
