/**
 * How an engine reads what its makers leave open. Kubernetes runs cel-go, where all of it is known; Google says of its own
 * neither whether a whole number of a token is an int, nor whether values of two types are unequal or an error.
 */
export interface Reading {
  readonly wholeNumber: 'int' | 'double';
  readonly mixedTypes: 'compared' | 'fault';
  /** What comes of `has(a.b)` where a is a list. */
  readonly hasOfList: 'fault' | 'unknown';
}

/** Thrown when an evaluation has cost all that it may. */
export class TooCostly extends Error {}

/**
 * The units that an evaluation may cost. One is a step that takes a fraction of a microsecond; what copies, compares or searches
 * text and lists costs by their length, before it begins.
 */
export const BUDGET = 400_000;

/** Counts what an evaluation costs, and what it asked of its reading. */
export class Meter {
  readonly reading: Reading;
  /** Whether the result could depend on what a whole number is, or on how types mix. */
  readonly asked = { wholeNumber: false, mixedTypes: false };
  #left: number;

  constructor(reading: Reading, budget = BUDGET) {
    this.reading = reading;
    this.#left = budget;
  }

  get left(): number {
    return this.#left;
  }

  /** @throws {TooCostly} */
  spend(units: number): void {
    this.#left -= units;
    if (this.#left < 0) throw new TooCostly();
  }

  /** What reading, copying or comparing text costs. */
  spendText(length: number): void {
    this.spend(1 + length / 8);
  }

  /** What searching text in text costs, at worst. */
  spendSearch(length: number, needle: number): void {
    this.spend(1 + length / 8 + (length * Math.min(length, needle)) / 64);
  }
}
