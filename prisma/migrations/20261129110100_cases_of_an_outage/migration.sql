-- A case of an outage is about many codes: those in its evidence of which nothing is known yet. There are few such cases.
CREATE INDEX "cases_of_an_outage" ON "cases" ("shop_id") WHERE "state" = 'open' AND "evidence" ? 'unanswered';
