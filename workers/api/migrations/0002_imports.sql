create table imports (
  tenant text not null,
  id text not null,
  type text not null,
  connection text not null,
  file_name text,
  dry_run integer not null,
  status text not null,
  -- The whole request (mapping, key, header), so that a later chunk is read exactly as the first.
  request text not null,
  read integer not null default 0,
  inserted integer not null default 0,
  updated integer not null default 0,
  unchanged integer not null default 0,
  rejected integer not null default 0,
  created_at text not null,
  finished_at text,
  primary key (tenant, id)
) without rowid;

create table import_chunks (
  tenant text not null,
  import_id text not null,
  row_offset integer not null,
  -- Position in the order of arrival: two chunks that race for it make one of them read again.
  ordinal integer not null,
  row_count integer not null,
  -- SHA-256 of the rows: the same offset with other rows is a conflict, not a repetition.
  hash text not null,
  -- JSON list of the upsert keys, to find keys repeated across chunks of one file.
  keys text not null,
  inserted integer not null default 0,
  updated integer not null default 0,
  unchanged integer not null default 0,
  rejected integer not null default 0,
  primary key (tenant, import_id, row_offset),
  unique (tenant, import_id, ordinal)
) without rowid;

create table import_rejections (
  tenant text not null,
  import_id text not null,
  row_number integer not null,
  issues text not null,
  -- The row's cells as they came, for the error file.
  cells text not null,
  primary key (tenant, import_id, row_number)
);
