import { problem } from '@aicrm/schema/problem';
import type { JobState } from '@aicrm/schema/wire';
import { ProblemError } from '../http/problem-error.js';
import type { Job } from './job.js';

/** Training is connected as soon as the trainer lands in the models package. */
export async function trainModel(_job: Job): Promise<JobState['result']> {
  throw new ProblemError(problem('temporary', 'No trainer', 'This build has no trainer yet.'));
}
