import { type AwsCredentials, containerCredentials } from '@drawbridge/clouds/aws';
import {
  type Call,
  type DrawbridgeError,
  type HeaderField,
  headerValues,
  isLoopback,
  parseUrl,
  printable,
  type Reply,
  type Service,
  toDrawbridgeError,
} from '@drawbridge/core';
import type { Grants } from './grants.ts';

/** The one path of the service. */
export const CREDENTIALS_PATH = '/credentials';

/** What the service is made of. */
export interface CredentialsServiceOptions {
  readonly grants: Pick<Grants, 'find'>;
  /** Those of a login. It is not called off when a caller goes away: the next attempt finds them. */
  readonly credentials: (profile: string) => Promise<AwsCredentials>;
  /** Told why a login has no credentials: once, until it had some again. */
  readonly onFault: (fault: DrawbridgeError, profile: string) => void;
}

/**
 * The endpoint of container credentials (AWS SDKs and Tools Reference Guide, "Container credential provider"). A page in
 * a browser gets nothing of it, by whatever name it calls; another user of the machine neither, without a token.
 */
export function createCredentialsService(options: CredentialsServiceOptions): Service {
  const { grants, credentials, onFault } = options;
  const faulty = new Set<string>();

  async function answer(call: Call): Promise<Reply> {
    if (!isForUs(call)) return refusal(403, 'Forbidden', 'Call it by a loopback address.');
    // A browser names the page that calls; no SDK does.
    if (headerValues(call, 'origin').length > 0) {
      return refusal(403, 'Forbidden', 'Pages in a browser get no credentials.');
    }
    if (call.target !== CREDENTIALS_PATH) return refusal(404, 'NotFound', 'Nothing is here.');
    if (call.method !== 'GET') {
      return refusal(405, 'MethodNotAllowed', 'Use GET.', [['allow', 'GET']]);
    }
    const tokens = headerValues(call, 'authorization');
    const [token = ''] = tokens;
    const profile = tokens.length === 1 ? grants.find(token) : undefined;
    if (profile === undefined) {
      const words =
        'The token is none of those that count now: was the command that gave it ended?';
      return refusal(401, 'Unauthorized', words);
    }
    return answerFor(profile);
  }

  async function answerFor(profile: string): Promise<Reply> {
    try {
      const body = containerCredentials(await credentials(profile));
      faulty.delete(profile);
      return reply(200, body);
    } catch (thrown) {
      const fault = toDrawbridgeError(thrown);
      if (!faulty.has(profile)) onFault(fault, profile);
      faulty.add(profile);
      const { code, message, hint } = fault;
      if (fault.kind === 'bug') return refusal(500, code, fault.publicMessage);
      return refusal(statusOf(fault), code, hint === undefined ? message : `${message}. ${hint}`);
    }
  }

  return {
    async handle(call) {
      const replied = await answer(call);
      // RFC 9110 section 9.3.2: no content.
      return call.method === 'HEAD' ? { ...replied, body: null } : replied;
    },
    close: () => Promise.resolve(),
  };
}

/** By one Host field with a loopback name. The port may be another: that of a forward. */
function isForUs(call: Call): boolean {
  const hosts = headerValues(call, 'host');
  const [host = ''] = hosts;
  // What is no host alone would be read as a host with something around it: `evil.test@localhost`.
  if (hosts.length !== 1 || !/^(\[[\da-f:.]+\]|[a-z\d.-]+)(:\d{1,5})?$/i.test(host)) return false;
  const url = parseUrl(`http://${host}`);
  return url !== undefined && isLoopback(url);
}

/** SDKs show the message of an answer of 4xx alone, and ask again after one of 5xx: what may be over by then. */
function statusOf({ kind }: DrawbridgeError): number {
  return kind === 'upstream' || kind === 'busy' ? 503 : 403;
}

function refusal(
  status: number,
  code: string,
  message: string,
  headers: readonly HeaderField[] = [],
): Reply {
  return reply(status, JSON.stringify({ Code: code, Message: printable(message) }), headers);
}

function reply(status: number, body: string, headers: readonly HeaderField[] = []): Reply {
  return {
    status,
    headers: [
      ['content-type', 'application/json'],
      ['cache-control', 'no-store'],
      ['x-content-type-options', 'nosniff'],
      ...headers,
    ],
    body,
  };
}
