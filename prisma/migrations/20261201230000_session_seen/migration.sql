-- When somebody last worked with a session of the admin; null for those that began before there was this column, and for offline ones.
ALTER TABLE "shopify_sessions" ADD COLUMN "seen_at" TIMESTAMPTZ(3);
