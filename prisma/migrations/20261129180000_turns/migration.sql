-- How often something may be asked for: a bucket of turns for each key.

-- CreateTable
CREATE TABLE "turn_buckets" (
    "key" TEXT NOT NULL,
    "full_at" TIMESTAMPTZ(3) NOT NULL,
    "was_allowed" BOOLEAN NOT NULL,

    CONSTRAINT "turn_buckets_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE INDEX "turn_buckets_full_at_idx" ON "turn_buckets"("full_at");


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

ALTER TABLE "turn_buckets"
  -- A key is a few words and ids: never a text of any length that somebody typed.
  ADD CONSTRAINT "turn_buckets_key_is_short" CHECK (length("key") BETWEEN 1 AND 200);
