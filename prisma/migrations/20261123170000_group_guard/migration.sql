-- A signed notice of a CIP that is not ours closes quietly; it is not a case.
ALTER TABLE "notices" DROP CONSTRAINT "notices_state_known";
ALTER TABLE "notices" ADD CONSTRAINT "notices_state_known" CHECK ("state" IN ('received', 'matched', 'foreign', 'case'));
