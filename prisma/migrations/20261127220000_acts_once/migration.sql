-- Whether this was done to the payment since then. It locks the payment first and looks afterwards: inside one statement
-- a second press would look at what stood there before it waited for the lock, and find nothing. Each statement of a
-- volatile function looks anew (PostgreSQL manual, 36.7, read 2026-11-27).
CREATE FUNCTION "act_done_since"(payment uuid, act text, since timestamptz)
  RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM 1 FROM payments WHERE id = payment FOR UPDATE;
  RETURN EXISTS (SELECT 1 FROM timeline t WHERE t.payment_id = payment AND t.event = act AND t.at > since);
END $$;
