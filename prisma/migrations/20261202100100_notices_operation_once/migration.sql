-- previous version: drop-other: its searches by an operation number take longer until it is replaced, and answer the same
DROP INDEX CONCURRENTLY "notices_by_operation";
