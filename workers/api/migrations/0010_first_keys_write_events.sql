-- A tenant's first key holds every scope, so that it can give each; those made before events had a route lack theirs.
update api_keys
set scopes = json_insert(scopes, '$[#]', 'events:write')
where label = 'first key'
  and revoked_at is null
  and not exists (select 1 from json_each(api_keys.scopes) where value = 'events:write');
