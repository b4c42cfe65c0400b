/**
 * Why a file is not a model that we run:
 * - `hash`: the bytes are not those that were promised, or could not be hashed here.
 * - `malformed`: not protobuf, cut off, or a number or length that cannot be.
 * - `too-large`: beyond a limit of the profile.
 * - `profile`: correct ONNX perhaps, but with an operator, version, field or data that we do not run.
 * - `graph`: the tree or the matrix contradicts itself.
 * - `meta`: the metadata is missing, wrong, or does not fit the graph.
 */
export type BadModelReason = 'hash' | 'malformed' | 'too-large' | 'profile' | 'graph' | 'meta';

export interface ArtefactError {
  readonly kind: 'bad-model';
  readonly reason: BadModelReason;
  readonly detail: string;
}

export const badModel = (reason: BadModelReason, detail: string): ArtefactError => ({
  kind: 'bad-model',
  reason,
  detail,
});

/** Thrown inside the reader only, where it saves a check after every step; `readArtefact` turns it into data. */
export class Refused extends Error {
  readonly reason: BadModelReason;
  constructor(reason: BadModelReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

export function refuse(reason: BadModelReason, detail: string): never {
  throw new Refused(reason, detail);
}
