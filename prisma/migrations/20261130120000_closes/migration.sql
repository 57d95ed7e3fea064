-- The daily close: runs of matching, what each found, what people said of it, and who signed.

-- CreateTable
CREATE TABLE "closes" (
    "id" UUID NOT NULL,
    "shop_id" UUID NOT NULL,
    "from_day" DATE NOT NULL,
    "to_day" DATE NOT NULL,
    "kind" TEXT NOT NULL,
    "asked_by" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "touched_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'asking',
    "asked_at" TIMESTAMPTZ(3),
    "asked_codes" UUID[] DEFAULT ARRAY[]::UUID[],
    "statements" JSONB NOT NULL DEFAULT '[]',
    "place" TEXT NOT NULL DEFAULT '',
    "done" INTEGER NOT NULL DEFAULT 0,
    "expected" INTEGER NOT NULL DEFAULT 0,
    "totals" JSONB NOT NULL DEFAULT '[]',
    "exceptions" INTEGER NOT NULL DEFAULT 0,
    "likely" JSONB NOT NULL DEFAULT '[]',
    "previous_id" UUID,

    CONSTRAINT "closes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "close_work" (
    "close_id" UUID NOT NULL,
    "place" TEXT NOT NULL,
    "source_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,

    CONSTRAINT "close_work_pkey" PRIMARY KEY ("close_id","place","source_id","line")
);

-- CreateTable
CREATE TABLE "close_entries" (
    "close_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "place" TEXT NOT NULL,
    "bucket" TEXT NOT NULL,
    "problems" TEXT[],
    "payment_id" UUID,
    "cip" TEXT,
    "here_centimos" INTEGER,
    "here_currency" TEXT,
    "there_centimos" INTEGER,
    "there_currency" TEXT,
    "said_rows" INTEGER NOT NULL,
    "facts" JSONB NOT NULL,

    CONSTRAINT "close_entries_pkey" PRIMARY KEY ("close_id","number")
);

-- CreateTable
CREATE TABLE "close_acceptances" (
    "close_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "note" TEXT NOT NULL,
    "accepted_by" TEXT NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL,
    "carried_from" UUID,

    CONSTRAINT "close_acceptances_pkey" PRIMARY KEY ("close_id","number")
);

-- CreateTable
CREATE TABLE "close_pairs" (
    "statement_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "shop_id" UUID NOT NULL,
    "code_id" UUID NOT NULL,
    "confirmed_by" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "close_pairs_pkey" PRIMARY KEY ("statement_id","line")
);

-- CreateTable
CREATE TABLE "close_signoffs" (
    "close_id" UUID NOT NULL,
    "signed_by" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "close_signoffs_pkey" PRIMARY KEY ("close_id")
);

-- CreateIndex
CREATE INDEX "closes_shop_id_to_day_idx" ON "closes"("shop_id", "to_day");

-- AddForeignKey
ALTER TABLE "closes" ADD CONSTRAINT "closes_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "closes" ADD CONSTRAINT "closes_previous_id_fkey" FOREIGN KEY ("previous_id") REFERENCES "closes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "close_entries" ADD CONSTRAINT "close_entries_close_id_fkey" FOREIGN KEY ("close_id") REFERENCES "closes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "close_acceptances" ADD CONSTRAINT "close_acceptances_close_id_number_fkey" FOREIGN KEY ("close_id", "number") REFERENCES "close_entries"("close_id", "number") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "close_pairs" ADD CONSTRAINT "close_pairs_shop_id_fkey" FOREIGN KEY ("shop_id") REFERENCES "shops"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "close_pairs" ADD CONSTRAINT "close_pairs_code_id_fkey" FOREIGN KEY ("code_id") REFERENCES "codes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "close_pairs" ADD CONSTRAINT "close_pairs_statement_id_line_fkey" FOREIGN KEY ("statement_id", "line") REFERENCES "statement_rows"("statement_id", "line") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "close_signoffs" ADD CONSTRAINT "close_signoffs_close_id_fkey" FOREIGN KEY ("close_id") REFERENCES "closes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

ALTER TABLE "closes"
  ADD CONSTRAINT "closes_kind_known" CHECK ("kind" IN ('daily', 'on-demand')),
  ADD CONSTRAINT "closes_state_known" CHECK ("state" IN ('asking', 'matching', 'done')),
  ADD CONSTRAINT "closes_days_in_order" CHECK ("from_day" <= "to_day"),
  -- The day's own close is about one day, and nobody asked for it.
  ADD CONSTRAINT "closes_daily_is_a_day" CHECK ("kind" <> 'daily' OR ("from_day" = "to_day" AND "asked_by" IS NULL)),
  ADD CONSTRAINT "closes_finished_when_done" CHECK (("state" = 'done') = ("finished_at" IS NOT NULL));
-- However many ask at once, one close of the same days runs at a time.
CREATE UNIQUE INDEX "closes_one_running" ON "closes" ("shop_id", "from_day", "to_day") WHERE "state" <> 'done';
-- Each day is closed by itself once.
CREATE UNIQUE INDEX "closes_one_daily" ON "closes" ("shop_id", "from_day") WHERE "kind" = 'daily';
-- A row is taken down at one place, also by a run that was begun again after something about the row had changed.
CREATE UNIQUE INDEX "close_work_once" ON "close_work" ("close_id", "source_id", "line");
-- Places are compared byte by byte, here and in the app.
ALTER TABLE "close_work" ALTER COLUMN "place" TYPE TEXT COLLATE "C";
ALTER TABLE "close_entries" ALTER COLUMN "place" TYPE TEXT COLLATE "C";

ALTER TABLE "close_entries"
  ADD CONSTRAINT "close_entries_bucket_known" CHECK ("bucket" IN
    ('equal', 'only-here', 'only-there', 'different-amount', 'paid-late', 'paid-twice', 'reversed', 'refunded')),
  -- What was matched once is in one entry.
  ADD CONSTRAINT "close_entries_one_per_place" UNIQUE ("close_id", "place");
CREATE INDEX "close_entries_exceptions" ON "close_entries" ("close_id", "number") WHERE cardinality("problems") > 0;
CREATE INDEX "close_entries_buckets" ON "close_entries" ("close_id", "bucket", "number");
ALTER TABLE "close_acceptances"
  -- Accepting a difference is explained in writing.
  ADD CONSTRAINT "close_acceptances_have_a_note" CHECK (length(trim("note")) > 0);
ALTER TABLE "close_signoffs"
  ADD CONSTRAINT "close_signoffs_have_a_name" CHECK (length(trim("name")) > 0);

-- A close that is done, and everything that was found and said in one, never changes.
CREATE TRIGGER "closes_stay_as_done" BEFORE UPDATE ON "closes" FOR EACH ROW
  WHEN (OLD."state" = 'done' OR (OLD."shop_id", OLD."from_day", OLD."to_day", OLD."kind") IS DISTINCT FROM (NEW."shop_id", NEW."from_day", NEW."to_day", NEW."kind"))
  EXECUTE FUNCTION "refuse_change"('closes');
CREATE TRIGGER "closes_stay" BEFORE DELETE ON "closes" FOR EACH ROW EXECUTE FUNCTION "refuse_change"('closes');
CREATE TRIGGER "close_entries_stay" BEFORE UPDATE OR DELETE ON "close_entries" FOR EACH ROW EXECUTE FUNCTION "refuse_change"('close_entries');
CREATE TRIGGER "close_acceptances_stay" BEFORE DELETE ON "close_acceptances" FOR EACH ROW EXECUTE FUNCTION "refuse_change"('close_acceptances');
-- What people wrote goes when privacy asks for it, and becomes a dash; that they wrote stays.
CREATE TRIGGER "close_acceptances_keep_their_words" BEFORE UPDATE ON "close_acceptances" FOR EACH ROW
  WHEN (NEW."note" <> '—' OR (OLD."close_id", OLD."number", OLD."accepted_by", OLD."accepted_at", OLD."carried_from")
    IS DISTINCT FROM (NEW."close_id", NEW."number", NEW."accepted_by", NEW."accepted_at", NEW."carried_from"))
  EXECUTE FUNCTION "refuse_change"('close_acceptances');
CREATE TRIGGER "close_pairs_stay" BEFORE UPDATE OR DELETE ON "close_pairs" FOR EACH ROW EXECUTE FUNCTION "refuse_change"('close_pairs');
CREATE TRIGGER "close_signoffs_stay" BEFORE DELETE ON "close_signoffs" FOR EACH ROW EXECUTE FUNCTION "refuse_change"('close_signoffs');
CREATE TRIGGER "close_signoffs_keep_their_words" BEFORE UPDATE ON "close_signoffs" FOR EACH ROW
  WHEN (NEW."note" <> '—' OR NEW."name" <> '—' OR (OLD."close_id", OLD."signed_by", OLD."signed_at")
    IS DISTINCT FROM (NEW."close_id", NEW."signed_by", NEW."signed_at"))
  EXECUTE FUNCTION "refuse_change"('close_signoffs');

-- What a close looks for in tables that others write.
CREATE INDEX "codes_paid" ON "codes" ("shop_id", "paid_at") WHERE "paid_at" IS NOT NULL;
CREATE INDEX "reports_resolved" ON "reports" ("decided_at") WHERE "kind" = 'resolve' AND "refund_id" IS NULL;
