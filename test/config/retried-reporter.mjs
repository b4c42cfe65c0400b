import { appendFileSync } from 'node:fs';

/** Names each test that passed on its second try only, in the file that `AICRM_RETRIED` names: such a test is a defect, too. */
// biome-ignore lint/style/noDefaultExport: this is how vitest finds a reporter.
export default class RetriedReporter {
  onTestCaseResult(test) {
    const file = process.env.AICRM_RETRIED;
    if (!file || test.result().state !== 'passed' || !((test.diagnostic()?.retryCount ?? 0) > 0)) return;
    appendFileSync(file, `${test.module.relativeModuleId}: ${test.fullName}\n`);
  }
}
