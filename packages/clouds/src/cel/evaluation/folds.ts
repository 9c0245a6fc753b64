import { Trouble, worse } from '../trouble.ts';
import { type CelKey, type CelResult, keyOf } from '../values/value.ts';
import type { Node, Scope } from './node.ts';
import { notBool } from './not-bool.ts';

/** What a macro makes of the steps over its items. */
export type Fold = (steps: Iterable<Step>, scope: Scope) => CelResult;

/** One step: the item or key that the first name stands for, and the scope in which the parts are evaluated. */
export interface Step {
  readonly key: CelResult;
  readonly item: CelResult;
  readonly scope: Scope;
}

/** `all` and `exists`: one that decides does so whatever the others are. */
export function quantify(test: Node | undefined, decides: boolean): Fold {
  return (steps) => {
    let trouble: Trouble | undefined;
    for (const { scope } of steps) {
      const result = test?.run(scope) ?? null;
      if (result === decides) return decides;
      if (result !== !decides) trouble = worse(trouble, notBool(result));
    }
    return trouble ?? !decides;
  };
}

export function countOne(test: Node | undefined): Fold {
  return (steps) => {
    let count = 0;
    let trouble: Trouble | undefined;
    for (const { scope } of steps) {
      const result = test?.run(scope) ?? null;
      if (typeof result !== 'boolean') trouble = worse(trouble, notBool(result));
      else if (result) count++;
    }
    return trouble ?? count === 1;
  };
}

/** `map(x, t)`, `map(x, test, t)`, `transformList`. */
export function listOf(parts: readonly Node[]): Fold {
  const [test, transform] = parts.length === 1 ? [undefined, parts[0]] : parts;
  return collect(test, transform);
}

export function filtered(test: Node | undefined): Fold {
  return collect(test, undefined);
}

/** Without a transformation, the items themselves. */
function collect(test: Node | undefined, transform: Node | undefined): Fold {
  return (steps, outer) => {
    const list: CelResult[] = [];
    let trouble: Trouble | undefined;
    for (const { scope, item } of steps) {
      const kept = test === undefined ? true : test.run(scope);
      if (typeof kept !== 'boolean') trouble = worse(trouble, notBool(kept));
      if (kept !== true) continue;
      const value = transform === undefined ? item : transform.run(scope);
      if (value instanceof Trouble) trouble = worse(trouble, value);
      else list.push(value);
    }
    outer.meter.spend(list.length);
    return trouble ?? list;
  };
}

/** `transformMap` */
export function mapOf(parts: readonly Node[]): Fold {
  const [test, transform] = parts.length === 1 ? [undefined, parts[0]] : parts;
  return (steps, outer) => {
    const map = new Map<CelKey, CelResult>();
    let trouble: Trouble | undefined;
    for (const { scope, key } of steps) {
      const kept = test === undefined ? true : test.run(scope);
      if (typeof kept !== 'boolean') trouble = worse(trouble, notBool(kept));
      if (kept !== true) continue;
      const value = transform?.run(scope) ?? null;
      const name = key instanceof Trouble ? undefined : keyOf(key);
      if (value instanceof Trouble) trouble = worse(trouble, value);
      else if (name !== undefined) map.set(name, value);
    }
    outer.meter.spend(4 * map.size);
    return trouble ?? map;
  };
}
