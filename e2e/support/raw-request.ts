import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';

/** A request as it is to go over the wire. */
export interface RawRequest {
  readonly method?: string;
  /** The target of the request line. Default: the path of the URL. */
  readonly target?: string;
  /** What the field Host says. Default: the host of the URL. */
  readonly host?: string;
  /** Fields in their order, with the letters that they are written in. */
  readonly fields?: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
  /** The address that it comes from: any of 127.0.0.0/8. */
  readonly from?: string;
  /** Sent behind the body. */
  readonly trailers?: readonly (readonly [name: string, value: string])[];
}

/** What came back. */
export interface RawAnswer {
  readonly status: number;
  /** By the name in lower case; of several, with a comma between. */
  readonly headers: Readonly<Record<string, string>>;
  readonly setCookies: readonly string[];
  readonly text: string;
}

/**
 * Sends a request over TLS to a port of this machine, whatever the host of the URL is. The path goes as it is written: nothing
 * is resolved or encoded, and redirects are not followed.
 */
export async function rawRequest(
  ca: string,
  url: string,
  { method = 'GET', target, host, fields = [], body, from, trailers = [] }: RawRequest = {},
): Promise<RawAnswer> {
  const [, name = '', port = '', path = ''] = /^https:\/\/([^/:]+):(\d+)(\/.*)$/.exec(url) ?? [];
  if (path === '') throw new Error(`${url} is not https://NAME:PORT/PATH`);
  const sent = request({
    host: '127.0.0.1',
    port,
    servername: name,
    ca,
    method,
    path: target ?? path,
    agent: false,
    localAddress: from,
    headers: [
      ['Host', host ?? `${name}:${port}`],
      ...fields,
      ...(body === undefined && trailers.length === 0 ? [] : [['Transfer-Encoding', 'chunked']]),
    ].flat(),
  });
  sent.addTrailers(trailers.map(([field, value]): [string, string] => [field, value]));
  sent.end(body);
  const [response] = (await Promise.race([once(sent, 'response'), once(sent, 'upgrade')])) as [
    IncomingMessage,
  ];
  if (response.statusCode === 101) {
    sent.destroy();
    const { upgrade = '' } = response.headers;
    return { status: 101, headers: { upgrade }, setCookies: [], text: '' };
  }
  const { 'set-cookie': setCookies = [], ...headers } = response.headers;
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(
      Object.entries(headers).map(([field, value]) => [field, [value ?? []].flat().join(', ')]),
    ),
    setCookies,
    text: await text(response),
  };
}
