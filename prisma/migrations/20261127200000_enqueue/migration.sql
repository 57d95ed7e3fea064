-- The two ways into the job queue. They do what graphile_worker's own functions do, with one difference: those look for
-- a job of the same key, and PostgreSQL keeps the plan that it made while the queue was empty, which reads the whole
-- queue. Each job then costs more the longer the queue is (0.1 ms for every thousand waiting ones, measured), until the
-- table is analyzed. Without sequential scans the plan is the right one from the start.

CREATE FUNCTION "enqueue_job"(task text, payload json, run_at timestamptz, max_attempts integer, job_key text)
  RETURNS bigint LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  RETURN (graphile_worker.add_job(task, payload, null, run_at, max_attempts, job_key)).id;
END $$;

-- Many jobs of one task, without keys: one notification for all of them.
CREATE FUNCTION "enqueue_jobs"(task text, payloads json[], run_ats timestamptz[], max_attempts integer)
  RETURNS integer LANGUAGE plpgsql SET enable_seqscan = off AS $$
BEGIN
  PERFORM graphile_worker.add_jobs(array(
    SELECT row(task, one.payload, null, one.run_at, max_attempts, null, null, null)::graphile_worker.job_spec
    FROM unnest(payloads, run_ats) AS one(payload, run_at)));
  RETURN cardinality(payloads);
END $$;
