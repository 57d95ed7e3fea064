-- Which paid payments Shopify has not acknowledged yet, oldest first: what operations watch every few seconds, without reading what is done.
CREATE INDEX CONCURRENTLY "reports_unresolved" ON "reports" ("decided_at")
  WHERE "kind" = 'resolve' AND "refund_id" IS NULL AND "state" = 'due';
