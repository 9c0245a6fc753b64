import type { Meter } from '../meter.ts';
import { unknown } from '../trouble.ts';
import type { CelResult, TypeName } from '../values/value.ts';
import type { KnownType } from './known-type.ts';

/** An expression that can be evaluated. */
export interface Node extends KnownType {
  run(scope: Scope): CelResult;
}

/** The names that stand for values while an expression is evaluated. */
export class Scope {
  readonly meter: Meter;
  readonly #name: string;
  readonly #value: CelResult;
  readonly #outer: Scope | undefined;

  constructor(meter: Meter, name: string, value: CelResult, outer?: Scope) {
    this.meter = meter;
    this.#name = name;
    this.#value = value;
    this.#outer = outer;
  }

  with(name: string, value: CelResult): Scope {
    return new Scope(this.meter, name, value, this);
  }

  /** The innermost one counts. */
  find(name: string): CelResult {
    if (this.#name === name) return this.#value;
    let scope = this.#outer;
    while (scope !== undefined) {
      if (scope.#name === name) return scope.#value;
      scope = scope.#outer;
    }
    return unknown(`the value of ${name}`);
  }
}

/** @param known - what its type is known to be before; `dyn` where only a token tells */
export function node(known: TypeName | KnownType, run: (scope: Scope) => CelResult): Node {
  const { type, key, item, fields }: KnownType =
    typeof known === 'string' ? { type: known } : known;
  return {
    type,
    ...(key !== undefined && { key }),
    ...(item !== undefined && { item }),
    ...(fields !== undefined && { fields }),
    run(scope) {
      scope.meter.spend(1);
      return run(scope);
    },
  };
}
