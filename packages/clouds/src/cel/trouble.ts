/** What an expression comes to instead of a value. It is a result, not thrown: `&&` and `||` may absorb it. */
export class Trouble {
  /** An error of CEL, or what is not known here. */
  readonly kind: 'fault' | 'unknown';
  readonly text: string;

  constructor(kind: 'fault' | 'unknown', text: string) {
    this.kind = kind;
    this.text = text;
  }
}

export function fault(text: string): Trouble {
  return new Trouble('fault', text);
}

export function unknown(text: string): Trouble {
  return new Trouble('unknown', text);
}

/** Of several that were met side by side: what is not known might still have decided, so it goes before an error. */
export function worse(one: Trouble | undefined, other: Trouble): Trouble {
  return one === undefined || (one.kind === 'fault' && other.kind === 'unknown') ? other : one;
}
