-- CreateTable
CREATE TABLE "refund_batch_lines" (
    "batch_id" UUID NOT NULL,
    "line" INTEGER NOT NULL,
    "refund_id" UUID NOT NULL,
    "amount_centimos" INTEGER NOT NULL,
    "taken_out_at" TIMESTAMPTZ(3),
    "taken_out_by" TEXT,
    "reason" TEXT,

    CONSTRAINT "refund_batch_lines_pkey" PRIMARY KEY ("batch_id","line")
);

-- AddForeignKey
ALTER TABLE "refund_batch_lines" ADD CONSTRAINT "refund_batch_lines_batch_id_fkey" FOREIGN KEY ("batch_id") REFERENCES "refund_batches"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refund_batch_lines" ADD CONSTRAINT "refund_batch_lines_refund_id_fkey" FOREIGN KEY ("refund_id") REFERENCES "refunds"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

-- A refund stands in the file of one batch; in another one only after a person said "not paid".
CREATE UNIQUE INDEX "refund_batch_lines_one_batch" ON "refund_batch_lines" ("refund_id") WHERE "taken_out_at" IS NULL;
ALTER TABLE "refund_batch_lines"
  ADD CONSTRAINT "refund_batch_lines_money_positive" CHECK ("line" > 0 AND "amount_centimos" > 0),
  ADD CONSTRAINT "refund_batch_lines_taken_out_whole" CHECK (("taken_out_at" IS NULL) = ("taken_out_by" IS NULL) AND ("taken_out_at" IS NULL) = ("reason" IS NULL)),
  ADD CONSTRAINT "refund_batch_lines_reason_known" CHECK ("reason" IN ('bank-refused', 'details-wrong', 'not-now'));
CREATE TRIGGER "refund_batch_lines_keep" BEFORE UPDATE ON "refund_batch_lines" FOR EACH ROW
  WHEN (OLD."taken_out_at" IS NOT NULL OR (OLD."batch_id", OLD."line", OLD."refund_id", OLD."amount_centimos") IS DISTINCT FROM (NEW."batch_id", NEW."line", NEW."refund_id", NEW."amount_centimos"))
  EXECUTE FUNCTION "refuse_change"('refund_batch_lines');

-- The bank may be paying what the file says: while a refund is in a batch it stays there and its destination stays (it may be wiped).
CREATE TRIGGER "refunds_in_a_batch_keep" BEFORE UPDATE ON "refunds" FOR EACH ROW
  WHEN (OLD."batch_id" IS NOT NULL AND NEW."batch_id" IS NOT NULL AND (OLD."batch_id" <> NEW."batch_id"
    OR (NEW."sealed_destination" IS NOT NULL AND OLD."sealed_destination" IS DISTINCT FROM NEW."sealed_destination")))
  EXECUTE FUNCTION "refuse_change"('refunds');
-- A batch keeps its file as it was made, until the file is wiped.
CREATE TRIGGER "refund_batches_keep" BEFORE UPDATE ON "refund_batches" FOR EACH ROW
  WHEN ((OLD."shop_id", OLD."number", OLD."currency", OLD."created_at", OLD."created_by") IS DISTINCT FROM (NEW."shop_id", NEW."number", NEW."currency", NEW."created_at", NEW."created_by")
    OR (OLD."bytes" IS DISTINCT FROM NEW."bytes" AND NEW."bytes" <> ''))
  EXECUTE FUNCTION "refuse_change"('refund_batches');

-- A batch is closed with the last refund that is paid or taken out, on whichever page that is done: its file is wiped only then. It locks
-- the batch first and looks afterwards: of two that leave at once, the later one sees that none is left. Details that were wiped
-- meanwhile, at a person's request, go from the file with it.
CREATE FUNCTION "close_batch_when_done"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM refund_batches WHERE id = OLD.batch_id FOR UPDATE;
  UPDATE refund_batches b SET state = 'closed',
    closed_at = greatest(NEW.ended_at, (SELECT max(l.taken_out_at) FROM refund_batch_lines l WHERE l.batch_id = b.id)),
    bytes = CASE WHEN EXISTS (SELECT 1 FROM refund_batch_lines l JOIN refunds w ON w.id = l.refund_id
      WHERE l.batch_id = b.id AND w.wiped_at IS NOT NULL) THEN '' ELSE b.bytes END
  WHERE b.id = OLD.batch_id AND b.state = 'open'
    AND NOT EXISTS (SELECT 1 FROM refunds r WHERE r.batch_id = b.id AND r.state <> 'paid-out');
  RETURN NULL;
END $$;
CREATE TRIGGER "refunds_close_their_batch" AFTER UPDATE ON "refunds" FOR EACH ROW
  WHEN (OLD."batch_id" IS NOT NULL AND (NEW."batch_id" IS NULL OR (NEW."state" = 'paid-out' AND OLD."state" <> 'paid-out')))
  EXECUTE FUNCTION "close_batch_when_done"();

ALTER TABLE "refund_receipts"
  ADD CONSTRAINT "refund_receipts_type_known" CHECK ("media_type" IN ('application/pdf', 'image/png', 'image/jpeg')),
  ADD CONSTRAINT "refund_receipts_size_taken" CHECK ("size" BETWEEN 1 AND 5242880);
