export type Edits = Record<string, string | number | null>;
export function createLeadForm(
  record: Readonly<Record<string, unknown>>,
  onEdit: (edits: Edits) => void,
): { readonly form: HTMLFormElement; values(): Record<string, string> };
