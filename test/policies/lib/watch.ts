import type { Page } from 'playwright';

/** All that a browser says about a broken policy, by three ways that do not depend on each other. */
export interface Watched {
  /** `securitypolicyviolation` events of the page, as `directive blocked`. */
  events(): Promise<string[]>;
  /** Reports that the browser sent to the policy's own address. */
  readonly reports: string[];
  /** Errors in the console, and exceptions that nobody caught. */
  readonly errors: string[];
}

export async function watch(page: Page): Promise<Watched> {
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.addInitScript(() => {
    const seen: string[] = [];
    Object.defineProperty(globalThis, 'policyEvents', { value: seen });
    document.addEventListener('securitypolicyviolation', (event) =>
      seen.push(`${event.effectiveDirective} ${event.blockedURI}`),
    );
  });
  return {
    events: () => page.evaluate((): string[] => Reflect.get(globalThis, 'policyEvents')),
    reports: [],
    errors,
  };
}

/** Keeps a report that came in; answers as a report's address does. */
export async function keepReport(request: Request, watched: Watched | undefined): Promise<Response> {
  const body = (await request.json()) as { 'csp-report'?: Record<string, unknown> };
  const report = body['csp-report'] ?? {};
  watched?.reports.push(`${String(report['effective-directive'])} ${String(report['blocked-uri'])}`);
  return new Response(null, { status: 204 });
}
