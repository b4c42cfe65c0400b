import { type Statement, slicesOf, statement } from './database.js';

/**
 * Bulk writes of records: one JSON parameter a statement, because a statement a row is some hundred times slower, and
 * D1 allows 100 bound parameters.
 *
 * `?4` is `{sourceId: patch, ...}`: `json_each` gives key and patch of each member as they are, where a pair in an array
 * had to be parsed again for each of the two. A patch merges (RFC 7396): a mapped field with a value replaces, `null`
 * clears, and what the file does not have stays, so that two files may each bring their part of one record. Whether a
 * record changed is decided by comparing the merged JSON with the stored one; no hash has to be kept in step with it.
 */
const incoming = '(select key, value as patch from json_each(?4)) r';
const stored = `records o on o.tenant = ?1 and o.type = ?2 and o.connection = ?3 and o.source_id = r.key`;

/**
 * Rows as parameters of the statements below, in the order of their keys: the table is kept in that order, and its pages
 * are each written once.
 */
export function recordSlices(rows: readonly (readonly [sourceId: string, patch: object])[]): string[] {
  const sorted = rows.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return slicesOf(sorted.map(([key, patch]) => `${JSON.stringify(key)}:${JSON.stringify(patch)}`)).map(
    (text) => `{${text}}`,
  );
}

export interface BulkTarget {
  readonly tenant: string;
  readonly type: string;
  readonly connection: string;
}

/** Adds what a slice would do to its chunk's counts; it must run before the slice is written. */
export const countSlice = (at: BulkTarget, slice: string, importId: string, offset: number): Statement =>
  statement(
    `update import_chunks set
       inserted = import_chunks.inserted + c.inserted,
       updated = import_chunks.updated + c.updated,
       unchanged = import_chunks.unchanged + c.unchanged
     from (
       select count(*) - count(o.source_id) as inserted,
         coalesce(sum(o.fields <> json_patch(o.fields, r.patch)), 0) as updated,
         coalesce(sum(o.fields = json_patch(o.fields, r.patch)), 0) as unchanged
       from ${incoming} left join ${stored}
     ) c
     where tenant = ?1 and import_id = ?5 and row_offset = ?6`,
    at.tenant,
    at.type,
    at.connection,
    slice,
    importId,
    offset,
  );

/**
 * Writes down every leaf that a slice changes on stored records; it must run after the slice is counted and before it is
 * written. A chunk that counted no update so far reads nothing: looking for changes among new records, which have none,
 * took a seventh of their SQL's time.
 */
export const recordFieldChanges = (
  at: BulkTarget,
  slice: string,
  importId: string,
  seenAt: string,
  offset: number,
): Statement =>
  statement(
    `insert into field_changes
       (tenant, type, connection, source_id, field, from_value, to_value, at, seen_at, import_id)
     with changed as materialized (
       select o.source_id as source_id, o.fields as old, json_patch(o.fields, r.patch) as new
       -- CROSS fixes the order of the join: without it the planner reads all records for each incoming row.
       from (
         select key, value as patch from json_each(iif(
           exists (select 1 from import_chunks
             where tenant = ?1 and import_id = ?5 and row_offset = ?7 and updated > 0), ?4, '{}'))
       ) r cross join ${stored}
       where o.fields <> json_patch(o.fields, r.patch)
     ),
     leaves as (
       select c.source_id, substr(replace(t.fullkey, '"', ''), 3) as field, c.old -> t.fullkey as before, null as after
       from changed c, json_tree(c.old) t where t.type not in ('object', 'array')
       union all
       select c.source_id, substr(replace(t.fullkey, '"', ''), 3), null, c.new -> t.fullkey
       from changed c, json_tree(c.new) t where t.type not in ('object', 'array')
     )
     select ?1, ?2, ?3, source_id, field, max(before), max(after), ?6, ?6, ?5
     from leaves group by source_id, field having max(before) is not max(after)`,
    at.tenant,
    at.type,
    at.connection,
    slice,
    importId,
    seenAt,
    offset,
  );

/**
 * Inserts and updates; a record that would not change is not touched, since rows written are what costs. A new record's
 * patch is what is stored, unless it may hold a null to be left out.
 */
export const upsertSlice = (at: BulkTarget, slice: string, importId: string, changedAt: string): Statement =>
  statement(
    `insert into records (tenant, type, connection, source_id, fields, changed_at, import_id)
     select ?1, ?2, ?3, r.key,
       case
         when o.source_id is not null then json_patch(o.fields, r.patch)
         when instr(r.patch, 'null') > 0 then json_patch('{}', r.patch)
         else r.patch
       end, ?6, ?5
     from ${incoming} left join ${stored}
     where o.source_id is null or o.fields <> json_patch(o.fields, r.patch)
     on conflict (tenant, type, connection, source_id)
     do update set fields = excluded.fields, changed_at = excluded.changed_at, import_id = excluded.import_id`,
    at.tenant,
    at.type,
    at.connection,
    slice,
    importId,
    changedAt,
  );
