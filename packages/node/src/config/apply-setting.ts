import { showPath } from './path.ts';
import type { Step } from './shape.ts';

/** A value for one place of the configuration, from the environment or a flag. */
export interface Setting {
  readonly steps: readonly Step[];
  readonly value: unknown;
}

/** The configuration with a setting in its place, or what stands against that. */
type Applied =
  | { readonly value: unknown; readonly gap?: undefined }
  | { readonly gap: { readonly path: string; readonly length: number } };

/** In the order to apply settings in: the whole before its parts, and lists by their indexes. */
export function compareSettings(a: Setting, b: Setting): number {
  for (const [index, step] of a.steps.entries()) {
    const other = b.steps[index];
    if (other === undefined) return 1;
    if (step === other) continue;
    if (typeof step === 'number' && typeof other === 'number') return step - other;
    return String(step) < String(other) ? -1 : 1;
  }
  return a.steps.length - b.steps.length;
}

/** Puts a setting in its place. What is on the way and cannot hold it is replaced. */
export function applySetting(root: unknown, { steps, value }: Setting): Applied {
  const [step, ...rest] = steps;
  if (step === undefined) return { value };
  return put(root, step, rest, value, []);
}

function put(
  parent: unknown,
  step: Step,
  rest: readonly Step[],
  value: unknown,
  above: readonly Step[],
): Applied {
  // Copied on the way down: an alias makes two places of a file share one object.
  const copy = copyOf(parent, step);
  if (Array.isArray(copy) && Number(step) > copy.length) {
    return { gap: { path: showPath(above), length: copy.length } };
  }
  const held: unknown = Object.hasOwn(copy, step) ? Reflect.get(copy, step) : undefined;
  const [next, ...after] = rest;
  const inner = next === undefined ? { value } : put(held, next, after, value, [...above, step]);
  if (inner.gap !== undefined) return inner;
  Reflect.set(copy, step, inner.value);
  return { value: copy };
}

function copyOf(parent: unknown, step: Step): object {
  if (typeof step === 'number') return Array.isArray(parent) ? [...(parent as unknown[])] : [];
  return typeof parent === 'object' && parent !== null && !Array.isArray(parent)
    ? { ...parent }
    : {};
}
