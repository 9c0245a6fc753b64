import type { Removed } from './remove-fields.ts';

/**
 * A request of the Fetch standard without the header fields of a guard. Its body was not read, and is still a stream.
 *
 * @returns the same request where its fields can be removed, which platforms forbid for a request that they made
 */
export function withoutFields<Incoming extends Request>(
  request: Incoming,
  removed: Removed,
): Incoming | Request {
  try {
    removeFrom(request.headers, removed);
    return request;
  } catch {
    const headers = new Headers(request.headers);
    removeFrom(headers, removed);
    // What was read of the body before is kept by whoever read it.
    return request.bodyUsed ? withoutBody(request, headers) : new Request(request, { headers });
  }
}

/** @throws {TypeError} where they cannot be changed */
export function removeFrom(headers: Headers, { fields, remainder }: Removed): void {
  for (const name of fields) {
    const value = headers.get(name);
    const left = value === null ? undefined : remainder?.(name, value);
    if (left === undefined) headers.delete(name);
    else headers.set(name, left);
  }
}

function withoutBody({ url, method, signal }: Request, headers: Headers): Request {
  return new Request(url, { method, headers, signal });
}
