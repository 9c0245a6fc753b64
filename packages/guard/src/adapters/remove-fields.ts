import type { NodeRequest } from './node-request.ts';

type Fields<Value> = Record<string, Value | undefined>;

/** Removes header fields of a request of Node, wherever it shows them. */
export function removeFields(request: NodeRequest, names: ReadonlySet<string>): void {
  const { rawHeaders, headers, headersDistinct } = request;
  // Node makes both of `rawHeaders` when they are first read, by the number of fields that came in, and fails when
  // there are fewer by then: they were read above for that.
  if (headersDistinct === undefined) {
    // HTTP/2, whose `headers` nobody can set.
    deleteFields(headers, names);
  } else {
    // An object of which something was deleted is a slow one from then on, and a copy is cheap.
    request.headers = copyWithout(headers, names);
    // This one is slow from the beginning.
    deleteFields(headersDistinct, names);
  }
  let kept = 0;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] as string;
    if (names.has(name.toLowerCase())) continue;
    rawHeaders[kept++] = name;
    rawHeaders[kept++] = rawHeaders[index + 1] as string;
  }
  rawHeaders.length = kept;
}

function deleteFields(fields: Fields<unknown>, names: ReadonlySet<string>): void {
  for (const name of names) if (name in fields) delete fields[name];
}

/** A copy without them. Who holds the object from before finds no value there either. */
function copyWithout<Value>(fields: Fields<Value>, names: ReadonlySet<string>): Fields<Value> {
  const kept = Object.create(Object.getPrototypeOf(fields) as object | null) as Fields<Value>;
  for (const name of Object.keys(fields)) {
    if (names.has(name)) fields[name] = undefined;
    else kept[name] = fields[name];
  }
  return kept;
}
