import type { InferenceSession } from 'onnxruntime-web';
import { type NetworkError, networkError } from './network-error.js';
import type { NetworkTensor, Tensors } from './session.js';

const wrong = (detail: string): NetworkError => networkError('input', detail);

function checkOne(tensor: NetworkTensor, about: InferenceSession.ValueMetadata): NetworkError | null {
  const { name } = about;
  const size = tensor.dims.reduce((product, dim) => product * dim, 1);
  if (!tensor.dims.every((dim) => Number.isSafeInteger(dim) && dim >= 0) || size !== tensor.data.length)
    return wrong(`Input "${name}" has ${tensor.data.length} numbers in a shape of [${tensor.dims}].`);
  if (!about.isTensor) return wrong(`Input "${name}" is no tensor, which is not supported.`);
  if (about.type !== tensor.type) return wrong(`Input "${name}" wants ${about.type}, not ${tensor.type}.`);
  const fits =
    about.shape.length === tensor.dims.length &&
    about.shape.every((want, i) => typeof want === 'string' || want < 0 || want === tensor.dims[i]);
  return fits ? null : wrong(`Input "${name}" wants the shape [${about.shape}], not [${tensor.dims}].`);
}

/** What of the inputs does not fit the network's own description of them; null where all does. */
export function checkFeeds(session: InferenceSession, feeds: Tensors): NetworkError | null {
  const given = Object.keys(feeds).sort().join(', ');
  const wanted = [...session.inputNames].sort().join(', ');
  if (given !== wanted) return wrong(`The network wants the inputs ${wanted}; it got ${given || 'none'}.`);
  for (const about of session.inputMetadata) {
    const tensor = feeds[about.name];
    const problem = tensor && checkOne(tensor, about);
    if (problem) return problem;
  }
  return null;
}
