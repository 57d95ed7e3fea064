/**
 * Notices that were brought to a code `c`, as a subquery with their ids: those with its CIP, and those of a second CIP, which are in a case of
 * the code. There is no index of notices by their code: each notice that is settled would have to be entered into all of its table's
 * indexes once more. The offsets keep it a look-up for each code, whatever the planner expects. Pure.
 */
export const NOTICES_OF_CODE = `(
  select a.id from (select * from notices where cip = c.cip offset 0) a where a.code_id = c.id
  union select b.id from (select * from cases where code_id = c.id and notice_id is not null offset 0) k
    join notices b on b.id = k.notice_id and b.code_id = c.id)`;
