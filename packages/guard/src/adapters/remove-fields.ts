import type { NodeRequest } from './node-request.ts';

/** Removes header fields of a request of Node, wherever it shows them. */
export function removeFields(request: NodeRequest, names: ReadonlySet<string>): void {
  const { rawHeaders, headers, headersDistinct } = request;
  // Node makes both of `rawHeaders` when they are first read, by the number of fields that came in, and fails when
  // there are fewer by then: they were read above for that.
  for (const name of names) {
    if (name in headers) delete headers[name];
    if (headersDistinct !== undefined && name in headersDistinct) delete headersDistinct[name];
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
