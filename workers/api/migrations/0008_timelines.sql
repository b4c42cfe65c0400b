-- What a record belongs to, for timelines: typed, because source ids are unique within a type only. Read off the JSON and
-- indexed where there is one; an import pays for it (README, Decisions).
alter table records add column belongs text generated always as (
  case type
    when 'order-line' then 'order:' || json_extract(fields, '$.order')
    when 'stage-change' then 'deal:' || json_extract(fields, '$.deal')
    when 'activity' then coalesce(
      'deal:' || json_extract(fields, '$.deal'),
      'lead:' || json_extract(fields, '$.lead'),
      'contact:' || json_extract(fields, '$.contact')
    )
    when 'contact' then 'company:' || json_extract(fields, '$.company')
    when 'lead' then coalesce(
      'contact:' || json_extract(fields, '$.contact'),
      'company:' || json_extract(fields, '$.company')
    )
    when 'deal' then coalesce(
      'contact:' || json_extract(fields, '$.contact'),
      'company:' || json_extract(fields, '$.company')
    )
    when 'order' then 'contact:' || json_extract(fields, '$.contact')
    when 'message' then 'contact:' || json_extract(fields, '$.contact')
  end
) virtual;

create index records_by_belongs on records (tenant, connection, belongs) where belongs is not null;

-- The newest messages of a tenant.
create index messages_by_at on records (tenant, at) where type = 'message';
