-- Merchants are told again of refunds that wait, by the same ways as of cases.

-- AlterTable
ALTER TABLE "alerts" ADD COLUMN     "refund_id" UUID;

-- AlterTable
-- Which reminders were made is what the alerts themselves say.
ALTER TABLE "refunds" DROP COLUMN "reminded";

-- CreateIndex
CREATE UNIQUE INDEX "alerts_refund_id_occasion_channel_key" ON "alerts"("refund_id", "occasion", "channel");

-- AddForeignKey
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

ALTER TABLE "alerts"
  DROP CONSTRAINT "alerts_words_known",
  DROP CONSTRAINT "alerts_about_a_case",
  ADD CONSTRAINT "alerts_words_known" CHECK ("occasion" IN ('opened', 'late', 'test', 'refund-day-3', 'refund-day-7', 'refund-day-12')
    AND "channel" IN ('email', 'webhook') AND "state" IN ('due', 'sent', 'failed', 'dropped')),
  -- An alert is about one case, or about one refund, or is tried out.
  ADD CONSTRAINT "alerts_about_one_thing" CHECK (("case_id" IS NOT NULL) = ("occasion" IN ('opened', 'late'))
    AND ("refund_id" IS NOT NULL) = ("occasion" LIKE 'refund-day-%'));

-- The refund desk's queue and reminders: open ones by age, ended ones the latest first.
CREATE INDEX "refunds_open" ON "refunds" ("shop_id", "received_at", "id") WHERE "ended_at" IS NULL;
CREATE INDEX "refunds_ended" ON "refunds" ("shop_id", "ended_at" DESC, "id" DESC) WHERE "ended_at" IS NOT NULL;
CREATE INDEX "refunds_waiting" ON "refunds" ("received_at") WHERE "ended_at" IS NULL AND NOT "test";
