/**
 * Whether a decision is `true`, and nothing that an `if` takes for it. Where nobody checks types a function may be an async
 * one: its promise is no `true`, and what becomes of it is of no interest; nobody waits for it, so that one that fails
 * would end the process.
 */
export function saysYes(decision: unknown): boolean {
  if (decision === true) return true;
  if (isThenable(decision)) Promise.resolve(decision).catch(() => undefined);
  return false;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value;
}
