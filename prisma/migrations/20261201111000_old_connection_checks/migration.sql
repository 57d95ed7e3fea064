-- Messages that are cleared by their age are found without reading the young ones.
CREATE INDEX CONCURRENTLY "connection_checks_at_idx" ON "connection_checks"("at");
