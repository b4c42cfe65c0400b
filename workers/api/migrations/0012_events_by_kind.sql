-- Corrections of all messages, the newest first: a scan of everything that was ever done would grow for ever.
create index events_by_kind on events (tenant, kind, at);
