-- Channels that the operator has taken off every shopper's page.

-- CreateTable
CREATE TABLE "channel_switches" (
    "channel_id" TEXT NOT NULL,
    "off_since" TIMESTAMPTZ(3) NOT NULL,
    "why" TEXT NOT NULL,

    CONSTRAINT "channel_switches_pkey" PRIMARY KEY ("channel_id")
);


-- What Prisma cannot say, each with the sentence it enforces. ---------------------------------------

-- A switch names a channel, and says why it is off.
ALTER TABLE "channel_switches"
  ADD CONSTRAINT "channel_switches_named" CHECK ("channel_id" ~ '^[a-z]+(-[a-z]+)*$' AND length("channel_id") <= 60),
  ADD CONSTRAINT "channel_switches_why_said" CHECK (btrim("why") <> '' AND length("why") <= 200);
