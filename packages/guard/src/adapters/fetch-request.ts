/**
 * A request of the Fetch standard without some of its header fields. Its body was not read, and is still a stream.
 *
 * @returns the same request where its fields can be removed, which platforms forbid for a request that they made
 */
export function withoutFields<Incoming extends Request>(
  request: Incoming,
  names: ReadonlySet<string>,
): Incoming | Request {
  try {
    for (const name of names) request.headers.delete(name);
    return request;
  } catch {
    const headers = new Headers(request.headers);
    for (const name of names) headers.delete(name);
    // What was read of the body before is kept by whoever read it.
    return request.bodyUsed ? withoutBody(request, headers) : new Request(request, { headers });
  }
}

function withoutBody({ url, method, signal }: Request, headers: Headers): Request {
  return new Request(url, { method, headers, signal });
}
