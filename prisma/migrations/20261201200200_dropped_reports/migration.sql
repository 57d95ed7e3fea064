-- Reports that were dropped are found by their payment, as all others are by another index: few, so that nothing else becomes dearer to write.
CREATE INDEX CONCURRENTLY "reports_dropped" ON "reports" ("payment_id") WHERE "state" = 'dropped';
