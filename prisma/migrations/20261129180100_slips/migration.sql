-- What shoppers tell of having paid.

-- CreateTable
CREATE TABLE "slips" (
    "id" UUID NOT NULL,
    "payment_id" UUID NOT NULL,
    "code_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "left_at" TIMESTAMPTZ(3) NOT NULL,
    "operation_number" TEXT NOT NULL,
    "paid_where" TEXT,
    "paid_at" TIMESTAMPTZ(3),

    CONSTRAINT "slips_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "slips_payment_id_number_key" ON "slips"("payment_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "slips_payment_id_operation_number_key" ON "slips"("payment_id", "operation_number");

-- AddForeignKey
ALTER TABLE "slips" ADD CONSTRAINT "slips_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "slips" ADD CONSTRAINT "slips_code_id_fkey" FOREIGN KEY ("code_id") REFERENCES "codes"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

ALTER TABLE "slips"
  -- A payment has three slips at most: whoever has the page's address may leave them.
  ADD CONSTRAINT "slips_three_at_most" CHECK ("number" BETWEEN 1 AND 3),
  -- An operation number, and no text that somebody else might read.
  ADD CONSTRAINT "slips_operation_number_is_one" CHECK ("operation_number" ~ '^[A-Z0-9-]{4,20}$'),
  ADD CONSTRAINT "slips_words_known" CHECK ("paid_where" IN ('bank-app', 'agent', 'bank-counter', 'wallet', 'other'));

-- The shopper who has lost the page: by the address that the payment has, and when it came.
CREATE INDEX "payments_of_address" ON "payments" (lower("shopper_email"), "received_at") WHERE "shopper_email" IS NOT NULL;
-- Notices that may belong to a slip: those of a set by when they came.
CREATE INDEX "notices_of_set_by_time" ON "notices" ("set_id", "received_at");
