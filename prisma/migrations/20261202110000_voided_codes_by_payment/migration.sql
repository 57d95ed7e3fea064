-- The list of voided payments: along what was voided, in the list's order. Among all that ended unpaid they may be few.
CREATE INDEX CONCURRENTLY "codes_voided_in_order" ON "codes" ("shop_id", "payment_id" DESC) WHERE "state" = 'voided';
