/** The same shape as the schema package's `Result`; repeated here because this package depends on nothing. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };
