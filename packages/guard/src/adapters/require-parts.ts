import type { Guard } from '../guard.ts';
import type { Requirement } from '../requirements/requirement.ts';

/**
 * Refuses what is no guard, such as the options of one.
 *
 * @param adapter - its name, for the message
 * @throws {TypeError} saying what to write instead
 */
export function requireGuard(guard: Pick<Guard<never>, 'refuse'>, adapter: string): void {
  // A caller in JavaScript may pass anything.
  const given: Partial<typeof guard> | null | undefined = guard;
  if (typeof given?.refuse === 'function') return;
  throw new TypeError(`${adapter} takes a guard: write ${adapter}(createGuard({ … }))`);
}

/**
 * Refuses what is no requirement: where a route is declared, and not at its first request.
 *
 * @throws {TypeError} saying what to write instead
 */
export function requireRequirements(requirements: readonly Requirement<never>[]): void {
  for (const requirement of requirements) {
    const given: Partial<Requirement<never>> | null | undefined = requirement;
    if (typeof given?.isMetBy === 'function') continue;
    const shown =
      typeof given === 'string' ? JSON.stringify(given) : `a value of type ${typeof given}`;
    throw new TypeError(
      `protect() was given ${shown}, which is no requirement: write scopes('orders:read'), role('admin') or the like, one after another; for a good token alone protect(), with its parentheses`,
    );
  }
}
