-- previous version: unknown: the functions do the very same for every caller; only how PostgreSQL plans what is inside them is set
-- What the two ways into the job queue cost. graphile_worker's functions take the jobs as an array, and PostgreSQL makes the plans of their
-- five statements anew at each call, because one for exactly this array looks cheaper by a little than one for any: 1 ms of each call, ten
-- times what writing a job takes (docs/performance.md). A plan for any array is made once for each connection, and again whenever the queue is
-- analyzed. It must hold while the queue grows, so that the joins that would read the whole queue once are switched off with it.
ALTER FUNCTION "enqueue_job"(text, json, timestamptz, integer, text) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION "enqueue_job"(text, json, timestamptz, integer, text) SET enable_hashjoin = off;
ALTER FUNCTION "enqueue_job"(text, json, timestamptz, integer, text) SET enable_mergejoin = off;
ALTER FUNCTION "enqueue_job"(text, json, timestamptz, integer, text) SET enable_material = off;

ALTER FUNCTION "enqueue_jobs"(text, json[], timestamptz[], integer) SET plan_cache_mode = force_generic_plan;
ALTER FUNCTION "enqueue_jobs"(text, json[], timestamptz[], integer) SET enable_hashjoin = off;
ALTER FUNCTION "enqueue_jobs"(text, json[], timestamptz[], integer) SET enable_mergejoin = off;
ALTER FUNCTION "enqueue_jobs"(text, json[], timestamptz[], integer) SET enable_material = off;
