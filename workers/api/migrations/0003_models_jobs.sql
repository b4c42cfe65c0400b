create table model_versions (
  tenant text not null,
  model text not null,
  version text not null,
  sha256 text not null,
  bytes integer not null,
  status text not null,
  card text not null,
  created_at text not null,
  -- When it was last published; revert goes back along these.
  published_at text,
  job_id text not null,
  primary key (tenant, model, version)
) without rowid;

create unique index model_versions_by_job on model_versions (tenant, job_id);
create index model_versions_by_sha on model_versions (tenant, sha256);

create table jobs (
  tenant text not null,
  id text not null,
  kind text not null,
  -- What it works on (a model's name or an import's id), to find a job that already runs.
  subject text not null,
  status text not null,
  progress real not null default 0,
  step text not null,
  payload text not null,
  error text,
  result text,
  created_at text not null,
  -- Renewed with every report of progress; a run that stopped reporting may be taken over.
  alive_at text,
  finished_at text,
  primary key (tenant, id)
) without rowid;

create index jobs_by_subject on jobs (tenant, kind, subject, created_at);

-- Narrow on purpose, with no further index: rows written are the only cost that grows.
create table predictions (
  tenant text not null,
  model text not null,
  record text not null,
  version text not null,
  probability real not null,
  band text not null,
  as_of text not null,
  primary key (tenant, model, record)
) without rowid;
