-- AlterTable
ALTER TABLE "cases" ADD COLUMN     "alerted_at" TIMESTAMPTZ(3),
ADD COLUMN     "attended_at" TIMESTAMPTZ(3),
ADD COLUMN     "closed_by" TEXT,
ADD COLUMN     "late_alerted_at" TIMESTAMPTZ(3),
ADD COLUMN     "owner_id" TEXT,
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "case_lines" (
    "id" BIGSERIAL NOT NULL,
    "case_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "user_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "text" TEXT,
    "detail" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "case_lines_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "desk_settings" (
    "shop_id" UUID NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 0,
    "attention_hours" INTEGER NOT NULL DEFAULT 24,
    "alert_emails" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "alert_language" TEXT NOT NULL DEFAULT 'es',
    "webhook_url" TEXT,
    "sealed_secret" TEXT,
    "secret_made_at" TIMESTAMPTZ(3),
    "sealed_old_secret" TEXT,
    "old_secret_until" TIMESTAMPTZ(3),

    CONSTRAINT "desk_settings_pkey" PRIMARY KEY ("shop_id")
);

-- CreateTable
CREATE TABLE "alerts" (
    "id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "case_id" UUID,
    "occasion" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'due',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "made_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "problem" TEXT,
    "problem_at" TIMESTAMPTZ(3),

    CONSTRAINT "alerts_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "case_lines_case_id_id_idx" ON "case_lines"("case_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "alerts_case_id_occasion_channel_key" ON "alerts"("case_id", "occasion", "channel");

-- CreateIndex
CREATE INDEX "alerts_shop_id_made_at_idx" ON "alerts"("shop_id", "made_at");

-- AddForeignKey
ALTER TABLE "case_lines" ADD CONSTRAINT "case_lines_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "desk_settings" ADD CONSTRAINT "desk_settings_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_case_id_fkey" FOREIGN KEY ("case_id") REFERENCES "cases"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

-- Rows from before these rules are not judged by them: NOT VALID.
ALTER TABLE "cases"
  DROP CONSTRAINT "cases_money_is_accounted_for",
  -- A case closes while it holds money only when a person says what became of it, and keeping it needs a written reason; or
  -- when the collector took the money back, so that nobody has it.
  ADD CONSTRAINT "cases_money_is_accounted_for" CHECK (
    "state" = 'open' OR "held_centimos" = 0
    OR ("resolution" IN ('resolved-at-shopify', 'given-back', 'reversed')
        OR ("resolution" = 'kept' AND length(trim("reason")) > 0)) IS TRUE),
  -- What is closed says when and how.
  ADD CONSTRAINT "cases_whole_when_closed" CHECK (
    CASE "state" WHEN 'open' THEN "closed_at" IS NULL AND "resolution" IS NULL AND "closed_by" IS NULL
    ELSE "closed_at" IS NOT NULL
      AND ("resolution" IN ('answered', 'reversed', 'resolved-at-shopify', 'given-back', 'kept', 'nothing-to-do')) IS TRUE END) NOT VALID,
  -- Only a person can say what became of money, or that there is nothing to do; `reversed`: the collector took it back.
  ADD CONSTRAINT "cases_decided_by_a_person" CHECK (
    "resolution" IS NULL OR "resolution" IN ('answered', 'reversed', 'resolved-at-shopify') OR (length("closed_by") > 0) IS TRUE) NOT VALID;
-- A case keeps what it is about and the money it holds, and what was closed stays closed as it was.
CREATE TRIGGER "cases_keep_their_money" BEFORE UPDATE ON "cases" FOR EACH ROW
  WHEN ((OLD."shop_id", OLD."kind", OLD."merge_key", OLD."held_centimos", OLD."currency", OLD."opened_at")
    IS DISTINCT FROM (NEW."shop_id", NEW."kind", NEW."merge_key", NEW."held_centimos", NEW."currency", NEW."opened_at")
    OR (OLD."state" = 'closed' AND (OLD."state", OLD."closed_at", OLD."closed_by", OLD."resolution")
      IS DISTINCT FROM (NEW."state", NEW."closed_at", NEW."closed_by", NEW."resolution")))
  EXECUTE FUNCTION "refuse_change"('cases');
CREATE TRIGGER "cases_are_kept" BEFORE DELETE ON "cases" FOR EACH ROW EXECUTE FUNCTION "refuse_change"('cases');

ALTER TABLE "case_lines"
  ADD CONSTRAINT "case_lines_kind_known" CHECK ("kind" IN ('taken', 'handed', 'noted', 'acted', 'closed')),
  ADD CONSTRAINT "case_lines_have_a_person" CHECK (length("user_id") > 0);
-- What was written stays written; only a person's words may go, whole, when privacy asks for it.
CREATE TRIGGER "case_lines_are_kept" BEFORE DELETE ON "case_lines" FOR EACH ROW
  EXECUTE FUNCTION "refuse_change"('case_lines');
CREATE TRIGGER "case_lines_keep_their_words" BEFORE UPDATE ON "case_lines" FOR EACH ROW
  WHEN ((OLD."id", OLD."case_id", OLD."at", OLD."user_id", OLD."kind", OLD."detail")
    IS DISTINCT FROM (NEW."id", NEW."case_id", NEW."at", NEW."user_id", NEW."kind", NEW."detail")
    OR NEW."text" IS NOT NULL AND NEW."text" IS DISTINCT FROM OLD."text")
  EXECUTE FUNCTION "refuse_change"('case_lines');

-- `settled`: a person closed the report's case. Nobody waits for it any more, and it is never sent again.
ALTER TABLE "reports" DROP CONSTRAINT "reports_state_known",
  ADD CONSTRAINT "reports_state_known" CHECK ("state" IN ('due', 'acknowledged', 'refused', 'dead', 'dropped', 'settled'));

ALTER TABLE "desk_settings"
  ADD CONSTRAINT "desk_settings_attention_in_bounds" CHECK ("attention_hours" BETWEEN 1 AND 720),
  ADD CONSTRAINT "desk_settings_few_addresses" CHECK (cardinality("alert_emails") <= 5),
  ADD CONSTRAINT "desk_settings_language_known" CHECK ("alert_language" IN ('es', 'en', 'zh-CN')),
  ADD CONSTRAINT "desk_settings_old_secret_ends" CHECK (("sealed_old_secret" IS NULL) = ("old_secret_until" IS NULL)
    AND ("sealed_old_secret" IS NULL OR "sealed_secret" IS NOT NULL));
ALTER TABLE "alerts"
  ADD CONSTRAINT "alerts_words_known" CHECK ("occasion" IN ('opened', 'late', 'test') AND "channel" IN ('email', 'webhook')
    AND "state" IN ('due', 'sent', 'failed', 'dropped')),
  ADD CONSTRAINT "alerts_about_a_case" CHECK (("case_id" IS NULL) = ("occasion" = 'test')),
  ADD CONSTRAINT "alerts_ended_whole" CHECK (("state" = 'due') = ("ended_at" IS NULL));

-- The desk's lists: closed cases by when they were closed, those of a person, and those that nobody has looked at.
CREATE INDEX "cases_closed" ON "cases" ("shop_id", "closed_at" DESC, "id" DESC) WHERE "state" = 'closed';
CREATE INDEX "cases_of_owner" ON "cases" ("shop_id", "owner_id", "opened_at", "id") WHERE "state" = 'open' AND "owner_id" IS NOT NULL;
CREATE INDEX "cases_unattended" ON "cases" ("shop_id", "opened_at", "id") WHERE "state" = 'open' AND "attended_at" IS NULL;
-- What the minute job looks for: cases that nobody was told of.
CREATE INDEX "cases_to_alert" ON "cases" ("opened_at") WHERE "state" = 'open' AND "alerted_at" IS NULL;
-- Whether a person has already decided about the very same money.
CREATE INDEX "cases_decided" ON "cases" ("merge_key") WHERE "closed_by" IS NOT NULL AND "held_centimos" > 0;
-- Reports that Shopify did not take.
CREATE INDEX "reports_dead" ON "reports" ("decided_at", "id") WHERE "state" IN ('dead', 'refused');
CREATE INDEX "alerts_due" ON "alerts" ("next_attempt_at") WHERE "state" = 'due';
-- Cases from before: nobody is told now of what they have known for days.
UPDATE "cases" SET "alerted_at" = now(), "late_alerted_at" = now() WHERE "state" = 'open';
-- Whether an alert was tried out since then. Volatile, so that it looks after the caller has waited for its lock
-- (PostgreSQL manual, 36.7, read 2026-11-27).
CREATE FUNCTION "alert_tested_since"(shop uuid, way text, since timestamptz)
  RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM alerts a WHERE a.shop_id = shop AND a.channel = way AND a.occasion = 'test' AND a.made_at > since);
END $$;
