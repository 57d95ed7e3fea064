-- Each change of a code closes the open questions about it: without this index it reads the open cases of all shops.
CREATE INDEX CONCURRENTLY "cases_open_of_code" ON "cases" ("code_id") WHERE "state" = 'open';
