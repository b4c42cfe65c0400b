-- What is computed for a whole tenant: a file in the store by its hash, or why there is none. The newest row of a name is what
-- holds; the last thirty are kept.
create table analyses (
  tenant text not null,
  name text not null,
  computed_at text not null,
  job_id text not null,
  sha256 text,
  bytes integer,
  -- The file for whoever may read one record only, where that is another one; null where it is told nothing.
  record_sha256 text,
  record_bytes integer,
  refusal text,
  primary key (tenant, name, computed_at, job_id)
) without rowid;

-- What people did in widgets, each once by the id that the page gave it.
create table events (
  tenant text not null,
  id text not null,
  kind text not null,
  record text not null,
  -- When it was done by the page's clock, and when it came.
  at text not null,
  received_at text not null,
  -- The whole event as it came.
  body text not null,
  primary key (tenant, id)
) without rowid;

create index events_by_record on events (tenant, record, at);
