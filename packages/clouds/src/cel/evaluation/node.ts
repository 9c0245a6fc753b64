import type { Meter } from '../meter.ts';
import { unknown } from '../trouble.ts';
import type { CelResult, TypeName } from '../values/value.ts';

/** An expression that can be evaluated. */
export interface Node {
  /** What its type is known to be before; `dyn` where only a token tells. */
  readonly type: TypeName;
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

export function node(type: TypeName, run: (scope: Scope) => CelResult): Node {
  return {
    type,
    run(scope) {
      scope.meter.spend(1);
      return run(scope);
    },
  };
}
