/**
 * Migrations, each from the version before, in order; released ones are never changed.
 *
 * One row per operation, beside pg-boss' own tables. `position` is the order of creation. `id` is the last segment of
 * the name and its job's id; `queue` is its job's queue. `request_key` is the JSON array of parent, method and
 * requestId, or the SHA-256 of a long one. `reported` and `result` are JSON as text, since `jsonb` refuses some of it.
 * `code` is a google.rpc.Code, 0 with a response, null without an end. `done` and `state` are for readers; with
 * `operation_filter`, `state` lets filtered lists be read from an index alone.
 */
export const migrations: readonly ((schema: string) => string)[] = [
  (schema) => `
    CREATE TABLE ${schema}.operation (
      position         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      id               uuid NOT NULL UNIQUE,
      name             text NOT NULL UNIQUE,
      parent           text NOT NULL,
      method           text NOT NULL,
      queue            text NOT NULL,
      request_key      text UNIQUE,
      attempt          integer NOT NULL DEFAULT 0,
      create_time      timestamptz(3) NOT NULL DEFAULT now(),
      update_time      timestamptz(3) NOT NULL DEFAULT now(),
      start_time       timestamptz(3),
      end_time         timestamptz(3),
      expire_time      timestamptz(3) NOT NULL DEFAULT 'infinity',
      cancel_requested boolean NOT NULL DEFAULT false,
      reported         text NOT NULL,
      code             integer,
      result           text,
      done             boolean NOT NULL GENERATED ALWAYS AS (code IS NOT NULL) STORED,
      state            text NOT NULL GENERATED ALWAYS AS (
        CASE
          WHEN code = 0 THEN 'SUCCEEDED'
          WHEN code = 1 THEN 'CANCELLED'
          WHEN code IS NOT NULL THEN 'FAILED'
          WHEN cancel_requested THEN 'CANCELLING'
          WHEN attempt > 0 THEN 'RUNNING'
          ELSE 'PENDING'
        END) STORED
    );
    CREATE INDEX operation_parent ON ${schema}.operation (parent, position);
    CREATE INDEX operation_filter ON ${schema}.operation
      (parent, state, position) INCLUDE (create_time, start_time, end_time, expire_time);
    CREATE INDEX operation_unfinished ON ${schema}.operation (state) WHERE NOT done;
    CREATE INDEX operation_expire ON ${schema}.operation (expire_time) WHERE expire_time < 'infinity';`,
];
