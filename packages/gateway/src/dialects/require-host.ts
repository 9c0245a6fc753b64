import { type Call, DrawbridgeError, quote } from '@drawbridge/core';
import { readQuery } from '../browser/parameters.ts';

/**
 * nginx takes the app by the request line where that names another host than the field `Host` of the client, which ingress-nginx
 * tells, and so does whoever writes `$http_host`. The address of the question may say, as `?host=app.example.com`, which app
 * it asks for. One that says nothing there is of none: a variable of a proxy's that is not set opens nothing.
 *
 * @param host - that the question is about
 * @throws {DrawbridgeError} `request_malformed` where it is another; `parameter_invalid` where it is there twice
 */
export function requireHost(call: Pick<Call, 'target'>, host: string): void {
  const query = readQuery(call);
  if (!query.all.has('host')) return;
  const wanted = query.one('host') ?? '';
  if (wanted.toLowerCase() === host) return;
  throw new DrawbridgeError('request_malformed', {
    detail: `the client says that it asks ${quote(host)}, and what it would reach is ${quote(wanted)}`,
    hint: 'Browsers never say so. If they come by that name, print the configuration for it with drawbridge gateway snippet.',
  });
}
