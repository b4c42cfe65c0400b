-- What was said of open records, and what came of it: the first prediction by each version, every change of band, one
-- sample a week. A row is written once and settled once. No further index: rows written are the cost that grows, and
-- readers go over one model of one tenant.
create table prediction_log (
  tenant text not null,
  model text not null,
  connection text not null,
  source_id text not null,
  as_of text not null,
  version text not null,
  logit real not null,
  band text not null,
  -- first, band or week
  cause text not null,
  -- When the horizon has passed.
  due_at text not null,
  -- 1 = it came true after as_of and within the horizon, 0 = it did not; null while open, and for ever where it had
  -- happened before as_of and we only learned of it later.
  outcome integer,
  settled_at text,
  -- Since when the row may be counted: when the horizon has passed, or its whole campaign is settled. Counting rows as
  -- their outcomes come in would count the quick successes and leave out the slow failures.
  known_at text,
  primary key (tenant, model, connection, source_id, as_of)
) without rowid;

-- Days within which the outcome must happen; null for versions from before this column (the model's default).
alter table model_versions add column horizon_days integer;
