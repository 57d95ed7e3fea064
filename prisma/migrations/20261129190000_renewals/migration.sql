-- AlterTable
ALTER TABLE "payments" ADD COLUMN     "renewals" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "renewed_at" TIMESTAMPTZ(3),
ADD COLUMN     "renewed_code_id" UUID;

-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

ALTER TABLE "payments"
  -- A shopper gets three new codes for a payment at most.
  ADD CONSTRAINT "payments_renewals_in_bounds" CHECK ("renewals" BETWEEN 0 AND 3),
  -- A new code always comes in the place of one that is named.
  ADD CONSTRAINT "payments_renewal_of_a_code" CHECK (
    ("renewals" > 0) = ("renewed_code_id" IS NOT NULL) AND ("renewals" > 0) = ("renewed_at" IS NOT NULL));
