import { type Call, DrawbridgeError, quote } from '@drawbridge/core';

/** The query of a call, of which each parameter may be there once. */
export interface Query {
  /** @throws {DrawbridgeError} `request_malformed` for one that is there twice: two readers could take another one of them */
  one(name: string): string | undefined;
  readonly all: URLSearchParams;
}

/** Reads the query of a call's target. */
export function readQuery({ target }: Pick<Call, 'target'>): Query {
  const begin = target.indexOf('?');
  const all = new URLSearchParams(begin === -1 ? '' : target.slice(begin + 1));
  return {
    all,
    one(name) {
      const [value, ...more] = all.getAll(name);
      if (more.length === 0) return value;
      throw new DrawbridgeError('request_malformed', {
        detail: `the parameter ${quote(name)} is in the address more than once`,
        hint: 'Begin again at the app.',
      });
    },
  };
}
