/** What a page needs to score: the reader and the evaluator, and nothing that writes or trains. */
export { margin, margins } from '@aicrm/learn/model/evaluate';
export { readArtefact } from '@aicrm/runtime/artefact';
