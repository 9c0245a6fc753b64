import type { RunningCommand } from './command.ts';
import type { Stage } from './stage.ts';

export const ISSUER = 'https://bridge.example.com';
/** What upstream tokens must be for. */
export const ACCEPTED = 'https://bridge.example.com';
/** What minted tokens are for. */
export const GRANTED = 'sts.amazonaws.com';

/** A `drawbridge serve exchange` that is ready. */
export interface ServedExchange {
  readonly command: RunningCommand;
  /** Where it really listens. */
  readonly url: string;
}

/** Starts the exchange on a free port and waits until it is ready. */
export async function serveExchange(
  stage: Stage,
  upstream: string,
  data: string,
): Promise<ServedExchange> {
  const command = await stage.start(exchangeArguments(upstream, data));
  return { command, url: await readyAt(command) };
}

/** The command line of {@link serveExchange}. */
export function exchangeArguments(upstream: string, data: string): readonly string[] {
  const flags = {
    '--issuer': ISSUER,
    '--upstream': upstream,
    '--accept-audience': ACCEPTED,
    '--grant-audience': GRANTED,
    '--data': data,
    '--listen': '127.0.0.1:0',
  };
  return ['serve', 'exchange', ...Object.entries(flags).flat()];
}

/** Waits for the line that tells where an exchange listens. */
export async function readyAt(command: RunningCommand): Promise<string> {
  const [, url = ''] = await command.waitFor(
    'stderr',
    /event="exchange ready" .*listening=(https?:\/\/\S+)\n/,
  );
  return url;
}

/** What came back from a token endpoint. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Posts to the token endpoint of an exchange. */
export async function post(
  url: string,
  contentType: string | undefined,
  body: string | Uint8Array<ArrayBuffer> | undefined,
  accept = '*/*',
): Promise<Answer> {
  const reply = await fetch(`${url}/token`, {
    method: 'POST',
    headers: { accept, ...(contentType !== undefined && { 'content-type': contentType }) },
    // As bytes: fetch gives a string a Content-Type of its own.
    ...(body !== undefined && {
      body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
    }),
  });
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
}

/** Posts a bare token. */
export function postToken(url: string, token: string): Promise<Answer> {
  return post(url, 'application/jwt', token);
}

/** Fetches a published document. */
export async function getJson<T>(url: string): Promise<T> {
  const reply = await fetch(url);
  return (await reply.json()) as T;
}

/** A JWK Set, as far as tests look at it. */
export interface Jwks {
  readonly keys: readonly { readonly kid: string }[];
}
