-- The list by where the money is: along what was paid, in the list's order, without those who never paid.
CREATE INDEX CONCURRENTLY "codes_paid_in_order" ON "codes" ("shop_id", "payment_id" DESC) WHERE "state" = 'paid';
