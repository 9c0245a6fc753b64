/** Adds a step to a path: `rules`, then `rules[0]`, then `rules[0].name`. */
export function joinPath(path: string, step: PropertyKey): string {
  if (typeof step === 'number') return `${path}[${step}]`;
  return path === '' ? String(step) : `${path}.${String(step)}`;
}

/** A path as it is written in messages. */
export function showPath(steps: readonly PropertyKey[], from = ''): string {
  return steps.reduce<string>(joinPath, from);
}
