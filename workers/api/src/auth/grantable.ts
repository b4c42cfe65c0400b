import { grantableScopes, type Scope } from '@aicrm/schema/wire';
import { badData } from '../http/problem-error.js';

/** Refuses scopes that no route takes. */
export function mustBeGrantable(asked: readonly Scope[]): void {
  const none = asked.find((scope) => !grantableScopes.includes(scope));
  if (none !== undefined)
    throw badData(`No route takes the scope ${none} yet, so no credential is given it.`, [
      { at: 'scopes', message: `Leave out ${none}.` },
    ]);
}
