-- Models that a tenant asked for over a table of its own: what they predict, and the question as it was asked. Null for the
-- models that every tenant has.
alter table model_versions add column kind text;
alter table model_versions add column question text;

-- Rows that were uploaded to learn from; the cells lie in the store, a file a part. They go a day after the last of them came.
create table model_tables (
  tenant text not null,
  id text not null,
  -- JSON list of the columns' names; null until the first rows came.
  names text,
  created_at text not null,
  active_at text not null,
  primary key (tenant, id)
) without rowid;

create table model_table_parts (
  tenant text not null,
  table_id text not null,
  row_offset integer not null,
  row_count integer not null,
  -- The file in the store. It holds the table's id and the offset too, so that no two parts share one.
  sha256 text not null,
  bytes integer not null,
  primary key (tenant, table_id, row_offset)
) without rowid;
