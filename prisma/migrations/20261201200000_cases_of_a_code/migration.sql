-- What people were asked about a code: looked up with every decision about it, which must not read all open cases of all shops.
CREATE INDEX CONCURRENTLY "cases_of_a_code" ON "cases" ("code_id") WHERE "code_id" IS NOT NULL;
