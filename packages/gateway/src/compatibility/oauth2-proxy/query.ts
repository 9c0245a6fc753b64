import { type Call, DrawbridgeError, quote } from '@drawbridge/core';

/** A parameter of the query of a call. Of several, two readers could take different ones. @throws {DrawbridgeError} `request_malformed` */
export type Parameter = (name: string) => string | undefined;

/** Reads the query of a call's target. */
export function readQuery({ target }: Pick<Call, 'target'>): Parameter {
  const at = target.indexOf('?');
  const all = new URLSearchParams(at === -1 ? '' : target.slice(at + 1));
  return (name) => {
    const [value, ...more] = all.getAll(name);
    if (more.length === 0) return value;
    throw new DrawbridgeError('request_malformed', {
      detail: `the parameter ${quote(name)} is in the address more than once`,
      hint: 'Give it once; several values stand in one, with commas between.',
    });
  };
}
