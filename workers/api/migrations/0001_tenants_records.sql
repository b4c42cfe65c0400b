-- The tenant is the first column of every key and index: no query can be written that reads across tenants by accident.

create table tenants (
  tenant text not null primary key,
  name text not null,
  currency text,
  -- Names this database's life of the tenant: cursors of an earlier life answer with a reset.
  epoch text not null,
  -- The last sequence number given out; views, tombstones and model pointers share it.
  seq integer not null default 0,
  -- The sequence number at which a model pointer last changed.
  models_seq integer not null default 0,
  created_at text not null
) without rowid;

create table api_keys (
  tenant text not null,
  id text not null,
  label text not null,
  scopes text not null,
  -- SHA-256 of the secret part, hex; the secret itself is shown once and never stored.
  hash text not null,
  created_at text not null,
  revoked_at text,
  primary key (tenant, id)
) without rowid;

create table records (
  tenant text not null,
  type text not null,
  connection text not null,
  source_id text not null,
  fields text not null,
  changed_at text not null,
  -- The import that changed it last: how a views job finds what an import touched.
  import_id text,
  -- Typed columns for what is queried are read off the JSON, so that they can never disagree with it.
  parent text generated always as (
    case type
      when 'order-line' then json_extract(fields, '$.order')
      when 'stage-change' then json_extract(fields, '$.deal')
      when 'activity' then coalesce(json_extract(fields, '$.lead'), json_extract(fields, '$.contact'))
      when 'contact' then json_extract(fields, '$.company')
      else json_extract(fields, '$.contact')
    end
  ) virtual,
  status text generated always as (json_extract(fields, '$.status')) virtual,
  at text generated always as (
    coalesce(json_extract(fields, '$.at'), json_extract(fields, '$.createdAt'), json_extract(fields, '$.startsAt'))
  ) virtual,
  primary key (tenant, type, connection, source_id)
) without rowid;

create index records_by_parent on records (tenant, type, connection, parent);

-- What was known when: written for every import that finds a difference.
create table field_changes (
  tenant text not null,
  type text not null,
  connection text not null,
  source_id text not null,
  field text not null,
  -- JSON values; null = not there.
  from_value text,
  to_value text,
  -- When it changed at the source where that is known, else when we saw it.
  at text not null,
  seen_at text not null,
  import_id text not null,
  primary key (tenant, type, connection, source_id, field, seen_at, import_id)
) without rowid;

create table record_views (
  tenant text not null,
  type text not null,
  connection text not null,
  source_id text not null,
  seq integer not null,
  view_at text not null,
  -- Null in both is a tombstone.
  fields text,
  facts text,
  primary key (tenant, type, connection, source_id)
) without rowid;

create unique index record_views_by_seq on record_views (tenant, seq);
