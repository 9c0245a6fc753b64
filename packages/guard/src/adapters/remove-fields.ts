import type { Guard } from '../guard.ts';
import type { NodeRequest } from './node-request.ts';

type Fields<Value> = Record<string, Value | undefined>;

/** Which fields are removed, and what is left of one. */
export type Removed = Pick<Guard<never>, 'fields' | 'remainder'>;

/** Removes the header fields of a guard from a request of Node, wherever it shows them. */
export function removeFields(request: NodeRequest, removed: Removed): void {
  const { rawHeaders, headers, headersDistinct } = request;
  // Node makes both of `rawHeaders` when they are first read, by the number of fields that came in, and fails when
  // there are fewer by then: they were read above for that.
  if (headersDistinct === undefined) {
    // HTTP/2, whose `headers` nobody can set.
    deleteFields(headers, removed);
  } else {
    // An object of which something was deleted is a slow one from then on, and a copy is cheap.
    request.headers = copyWithout(headers, removed);
    // This one is slow from the beginning.
    deleteFields(headersDistinct, removed);
  }
  let kept = 0;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    const field = name.toLowerCase();
    const value = rawHeaders[index + 1] as string;
    const left = removed.fields.has(field) ? removed.remainder?.(field, value) : value;
    if (left === undefined) continue;
    rawHeaders[kept++] = name;
    rawHeaders[kept++] = left;
  }
  rawHeaders.length = kept;
}

function deleteFields(fields: Fields<string | string[]>, removed: Removed): void {
  for (const name of removed.fields) {
    if (!(name in fields)) continue;
    const left = remainderOf(fields[name], name, removed);
    if (left === undefined) delete fields[name];
    else fields[name] = left;
  }
}

/** A copy without them. Who holds the object from before finds no value there either. */
function copyWithout(
  fields: Fields<string | string[]>,
  removed: Removed,
): Fields<string | string[]> {
  const kept = Object.create(Object.getPrototypeOf(fields) as object | null) as typeof fields;
  for (const name of Object.keys(fields)) {
    if (removed.fields.has(name)) {
      const left = remainderOf(fields[name], name, removed);
      fields[name] = left;
      if (left === undefined) continue;
    }
    kept[name] = fields[name];
  }
  return kept;
}

function remainderOf(
  value: string | string[] | undefined,
  name: string,
  { remainder }: Removed,
): string | string[] | undefined {
  if (remainder === undefined || value === undefined) return undefined;
  if (typeof value === 'string') return remainder(name, value);
  const left = value.flatMap((each) => remainder(name, each) ?? []);
  return left.length === 0 ? undefined : left;
}
