import type { ColumnType, Generated } from 'kysely';

/** Column computed by the database from others; it can be read, never written. */
type Computed<T> = ColumnType<T, never, never>;

/** Every table as the migrations make it. JSON columns are text here and parsed in the repositories. */
export interface Tables {
  tenants: {
    tenant: string;
    name: string;
    currency: string | null;
    epoch: string;
    seq: Generated<number>;
    models_seq: Generated<number>;
    created_at: string;
  };
  api_keys: {
    tenant: string;
    id: string;
    label: string;
    scopes: string;
    hash: string;
    created_at: string;
    revoked_at: string | null;
  };
  records: {
    tenant: string;
    type: string;
    connection: string;
    source_id: string;
    fields: string;
    changed_at: string;
    import_id: string | null;
    parent: Computed<string | null>;
    status: Computed<string | null>;
    at: Computed<string | null>;
    belongs: Computed<string | null>;
  };
  analyses: {
    tenant: string;
    name: string;
    computed_at: string;
    job_id: string;
    sha256: string | null;
    bytes: number | null;
    record_sha256: string | null;
    record_bytes: number | null;
    refusal: string | null;
  };
  events: {
    tenant: string;
    id: string;
    kind: string;
    record: string;
    at: string;
    received_at: string;
    body: string;
  };
  field_changes: {
    tenant: string;
    type: string;
    connection: string;
    source_id: string;
    field: string;
    from_value: string | null;
    to_value: string | null;
    at: string;
    seen_at: string;
    import_id: string;
  };
  record_views: {
    tenant: string;
    type: string;
    connection: string;
    source_id: string;
    seq: number;
    view_at: string;
    fields: string | null;
    facts: string | null;
  };
  imports: {
    tenant: string;
    id: string;
    type: string;
    connection: string;
    file_name: string | null;
    dry_run: number;
    status: string;
    request: string;
    read: Generated<number>;
    inserted: Generated<number>;
    updated: Generated<number>;
    unchanged: Generated<number>;
    rejected: Generated<number>;
    created_at: string;
    active_at: string | null;
    finished_at: string | null;
  };
  import_chunks: {
    tenant: string;
    import_id: string;
    row_offset: number;
    ordinal: number;
    row_count: number;
    hash: string;
    inserted: Generated<number>;
    updated: Generated<number>;
    unchanged: Generated<number>;
    rejected: Generated<number>;
  };
  import_keys: {
    tenant: string;
    import_id: string;
    source_id: string;
    row_number: number;
  };
  import_rejections: {
    tenant: string;
    import_id: string;
    row_number: number;
    issues: string;
    cells: string;
  };
  model_versions: {
    tenant: string;
    model: string;
    version: string;
    sha256: string;
    bytes: number;
    status: string;
    card: string;
    created_at: string;
    published_at: string | null;
    job_id: string;
    horizon_days: number | null;
    kind: string | null;
    question: string | null;
  };
  model_tables: {
    tenant: string;
    id: string;
    names: string | null;
    created_at: string;
    active_at: string;
  };
  model_table_parts: {
    tenant: string;
    table_id: string;
    row_offset: number;
    row_count: number;
    sha256: string;
    bytes: number;
  };
  jobs: {
    tenant: string;
    id: string;
    kind: string;
    subject: string;
    status: string;
    progress: Generated<number>;
    step: string;
    payload: string;
    error: string | null;
    result: string | null;
    created_at: string;
    alive_at: string | null;
    runs: Generated<number>;
    finished_at: string | null;
  };
  predictions: {
    tenant: string;
    model: string;
    record: string;
    version: string;
    probability: number;
    band: string;
    as_of: string;
  };
  prediction_log: {
    tenant: string;
    model: string;
    connection: string;
    source_id: string;
    as_of: string;
    version: string;
    logit: number;
    band: string;
    cause: string;
    due_at: string;
    outcome: number | null;
    settled_at: string | null;
    known_at: string | null;
  };
}
