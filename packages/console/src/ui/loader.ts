import type { Problem } from '@aicrm/schema/problem';
import type { Result } from '@aicrm/schema/result';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * The state of something that is fetched. A later call makes an earlier one's answer void, and what was shown stays
 * until the new answer is there.
 */
export class Loader<T> implements ReactiveController {
  value: T | undefined;
  problem: Problem | undefined;
  loading = false;
  private call = 0;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly load: () => Promise<Result<T, Problem>>,
  ) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.call += 1;
  }

  async run(): Promise<void> {
    this.call += 1;
    const call = this.call;
    this.loading = true;
    this.host.requestUpdate();
    const answer = await this.load();
    if (call !== this.call) return;
    this.loading = false;
    if (answer.ok) {
      this.value = answer.value;
      this.problem = undefined;
    } else this.problem = answer.error;
    this.host.requestUpdate();
  }

  /** Forgets what it holds, and an answer that is on its way. */
  clear(): void {
    this.call += 1;
    this.value = undefined;
    this.problem = undefined;
    this.loading = false;
    this.host.requestUpdate();
  }

  /** Puts in a value that another answer brought. */
  set(value: T): void {
    this.call += 1;
    this.value = value;
    this.loading = false;
    this.problem = undefined;
    this.host.requestUpdate();
  }
}
