-- Until when a code that is due is in somebody's hands. Apart from when it was due: that tells how long nobody has been asked
-- about it, however often the asking was begun in vain.
ALTER TABLE "codes" ADD COLUMN "ask_claimed_until" TIMESTAMPTZ(3);
