-- Notices that a person made up for a payment: few, and found for its page without reading every notice that ever came.
CREATE INDEX CONCURRENTLY "notices_simulated_for" ON "notices" ("simulated_for") WHERE "simulated_for" IS NOT NULL;
