-- What a payment is searched by when somebody asks what happened with it. Nothing here changes what is stored.

-- By phone: people write one number in many ways, so that candidates are found by their last seven digits and compared afterwards.
CREATE INDEX "payments_by_phone" ON "payments" ("shop_id", right(regexp_replace("shopper_phone", '\D', '', 'g'), 7))
  WHERE "shopper_phone" IS NOT NULL;

-- By operation number, as it is compared: `0012-34` and `1234` are printed for the same operation.
CREATE INDEX "slips_by_operation" ON "slips" (ltrim(regexp_replace("operation_number", '[^A-Z0-9]', '', 'g'), '0'));

-- The reference under which a merchant's bank paid a refund.
CREATE INDEX "refunds_by_bank_reference" ON "refunds"
  ("shop_id", left(ltrim(regexp_replace(upper("bank_reference"), '[^A-Z0-9]', '', 'g'), '0'), 64))
  WHERE "bank_reference" IS NOT NULL;

-- The operation number of a notice stands only in its raw body, which may be anything that somebody signed: text that is no JSON, a number
-- as long as a page. Storing a notice must never fail because of this index, so that whatever cannot be read is null, and the rest is cut.
CREATE FUNCTION "notice_operation"("body" bytea) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
BEGIN
  RETURN nullif(left(ltrim(regexp_replace(
    upper(convert_from("body", 'UTF8')::jsonb ->> 'operationNumber'), '[^A-Z0-9]', '', 'g'), '0'), 64), '');
EXCEPTION WHEN OTHERS THEN
  RETURN NULL;
END $$;
CREATE INDEX "notices_by_operation" ON "notices" ("notice_operation"("body"));
