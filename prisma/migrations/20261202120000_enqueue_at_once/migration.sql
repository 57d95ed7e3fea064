-- previous version: rename: it calls enqueue_jobs, which is there again before anybody else can look
-- Many jobs of one task, without keys, as the machine doors enqueue them at each flush. The queue's own function looks for missing tasks, for
-- queues and for jobs of the same key first, five statements in all: a tenth to a quarter of what a request takes (docs/decisions/0047). Of jobs that
-- have no key and no queue its last statement alone is left, and stands here. It writes the queue's own table, so that it holds for the
-- queue's schema as of its migration 20 (graphile-worker 0.18.0): over any other, and for a task that the queue does not know
-- yet, its own function is asked, which is slower and always right.
ALTER FUNCTION "enqueue_jobs"(text, json[], timestamptz[], integer) RENAME TO "enqueue_jobs_by_the_queue";

CREATE FUNCTION "queue_is_known"() RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (SELECT max(id) = 20 FROM graphile_worker.migrations);
END $$;

CREATE FUNCTION "enqueue_jobs"(task text, payloads json[], run_ats timestamptz[], max_attempts integer)
  RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  known integer;
BEGIN
  IF queue_is_known() THEN
    SELECT id INTO known FROM graphile_worker._private_tasks WHERE identifier = enqueue_jobs.task;
  END IF;
  IF known IS NULL THEN
    RETURN enqueue_jobs_by_the_queue(task, payloads, run_ats, max_attempts);
  END IF;
  INSERT INTO graphile_worker._private_jobs (task_id, payload, run_at, max_attempts)
    SELECT known, one.payload, one.run_at, enqueue_jobs.max_attempts FROM unnest(payloads, run_ats) AS one(payload, run_at);
  -- As the queue says it; the number at random keeps PostgreSQL from making one of two equal ones.
  PERFORM pg_notify('jobs:insert', '{"r":' || random()::text || ',"count":' || cardinality(payloads)::text || '}');
  RETURN cardinality(payloads);
END $$;
