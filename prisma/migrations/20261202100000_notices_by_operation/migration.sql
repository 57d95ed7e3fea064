-- A notice is looked for by its operation number only once it is known whose it is: until then the index has no place for it, and the door that
-- PagoEfectivo waits at need not read the number out of its text (docs/performance.md).
CREATE INDEX CONCURRENTLY "notices_of_ours_by_operation" ON "notices" ("notice_operation"("body"))
  WHERE "code_id" IS NOT NULL OR "simulated_for" IS NOT NULL;
