-- AlterTable
ALTER TABLE "codes" ADD COLUMN     "qr_image" BYTEA,
ADD COLUMN     "qr_url" TEXT;


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

-- A picture is PagoEfectivo's own, of an address that its answer named; never one of ours. What was removed for a person stays removed.
ALTER TABLE "codes"
  ADD CONSTRAINT "codes_qr_has_address" CHECK ("qr_image" IS NULL OR "qr_url" IS NOT NULL),
  ADD CONSTRAINT "codes_qr_small" CHECK (octet_length("qr_image") BETWEEN 1 AND 204800);
