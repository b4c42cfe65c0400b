-- The keys of an open import's rows, to find one that the file repeats: a look-up in an index for each row, where the
-- lists kept with the chunks had to be read whole for every further chunk. Dropped when the import ends.
create table import_keys (
  tenant text not null,
  import_id text not null,
  source_id text not null,
  row_number integer not null,
  primary key (tenant, import_id, source_id)
) without rowid;

insert into import_keys (tenant, import_id, source_id, row_number)
select c.tenant, c.import_id, json_extract(k.value, '$[0]'), json_extract(k.value, '$[1]')
from import_chunks c join imports i on i.tenant = c.tenant and i.id = c.import_id and i.status = 'open',
  json_each(c.keys) k;

alter table import_chunks drop column keys;

-- When rows last came: a rebuild of views waits for files that are on their way, and not for abandoned ones.
alter table imports add column active_at text;
update imports set active_at = created_at;

create index imports_by_status on imports (tenant, status, connection);
