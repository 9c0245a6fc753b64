import type { RawParameters } from './raw-parameters.ts';

/** Reads a form (RFC 6749 appendix B). A parameter without a value counts as left out (section 3.2). */
export function readFormParameters(body: string): RawParameters {
  const parameters = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(body)) {
    const values = parameters.get(name);
    if (values === undefined) parameters.set(name, [value]);
    else values.push(value);
  }
  for (const [name, values] of parameters) {
    if (values.length === 1 && values[0] === '') parameters.delete(name);
  }
  return parameters;
}
