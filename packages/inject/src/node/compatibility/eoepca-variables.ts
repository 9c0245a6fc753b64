import { type ConfigFault, configError, documentUrlFault, parseUrl } from '@drawbridge/core';
import { listenFault } from '@drawbridge/node';
import { nameFault } from '../../call/called-host.ts';
import { upstreamFault } from '../../routes.ts';
import { type InjectSection, injectSchema } from '../section/inject-section.ts';

/** What the variables of the mitmproxy add-on of eoepca-security, and of its runner, say. */
export interface EoepcaVariables {
  readonly section: InjectSection;
  /** What the person should know: what is read in another way than there. */
  readonly warnings: readonly string[];
}

type Env = Readonly<Record<string, string | undefined>>;

/** The port of the original. */
const DEFAULT_PORT = '8080';

/** The variables that say that this is meant: the original cannot do without. */
const MEANT = ['REMOTE_PROTECTED_DOMAIN', 'OPEN_ID_REFRESH_TOKEN', 'OPEN_ID_AUTH_TOKEN'] as const;

/**
 * Reads the variables that the add-on and its runner had. An empty one counts as none, as `docker run -e NAME=` leaves it.
 *
 * @returns `undefined` where none is there that says what to carry, or where to
 * @throws {DrawbridgeError} `config_invalid` with every fault, each naming its variable; never with a secret
 */
export function readEoepcaVariables(env: Env): EoepcaVariables | undefined {
  const given = (name: string) => env[name] || undefined;
  if (!MEANT.some((name) => given(name) !== undefined)) return undefined;
  const faults: ConfigFault[] = [];
  const warnings: string[] = [];
  const read: Reading = {
    given,
    fault: (path, message) => void faults.push({ path, message }),
    warn: (text) => void warnings.push(text),
  };
  const parts = {
    upstream: readUpstream(read),
    listen: readListen(read),
    hosts: readHosts(read),
    tlsNoVerify: readTlsNoVerify(read),
    token: readToken(read),
    secret: secretOf(read, 'PROXY_SECRET'),
    termination: readTermination(read),
  };
  if (faults.length > 0) throw configError(faults, HINT);
  const present = Object.entries(parts).filter(([, value]) => value !== undefined);
  return { section: injectSchema.parse(Object.fromEntries(present)), warnings };
}

const HINT =
  'These are the variables of the mitmproxy add-on, read since nothing else is configured: see docs/migrate/eoepca-security.md.';

interface Reading {
  readonly given: (name: string) => string | undefined;
  readonly fault: (path: string, message: string) => void;
  readonly warn: (text: string) => void;
}

function readUpstream({ given, fault }: Reading): string | undefined {
  const name = 'REMOTE_PROTECTED_DOMAIN';
  const upstream = given(name);
  const wrong =
    upstream === undefined
      ? 'is missing: the URL that calls go on to, such as https://remote.example:9200/'
      : upstreamFault(upstream);
  if (wrong !== undefined) fault(name, wrong);
  return upstream;
}

function readListen({ given, fault }: Reading): string {
  const host = given('PROXY_HOST') ?? '127.0.0.1';
  const port = given('PROXY_PORT') ?? DEFAULT_PORT;
  const at = (own: string) => `${own.includes(':') ? `[${own.replace(/^\[|\]$/g, '')}]` : own}:`;
  if (listenFault(`127.0.0.1:${port}`) !== undefined) fault('PROXY_PORT', 'is not a port');
  else if (listenFault(`${at(host)}${port}`) !== undefined) {
    fault('PROXY_HOST', 'is not a host to listen on');
  }
  return `${at(host)}${port}`;
}

/** Not of the original, which answered to any name. */
function readHosts({ given, fault }: Reading): readonly string[] | undefined {
  const name = 'PROXY_ACCEPT_HOSTS';
  const hosts = given(name)
    ?.split(',')
    .map((host) => host.trim());
  for (const host of hosts ?? []) {
    const wrong = nameFault(host);
    if (wrong !== undefined) fault(name, `has a name that ${wrong}`);
  }
  return hosts;
}

function readTlsNoVerify({ given, warn }: Reading): true | undefined {
  const value = given('TLS_NO_VERIFY');
  if (value === undefined) return undefined;
  if (value.toLowerCase() === 'true') return true;
  warn(
    'TLS_NO_VERIFY is set, and not to true: certificates are verified. (The runner of the add-on took any value for true.)',
  );
  return undefined;
}

function readToken({ given, fault, warn }: Reading) {
  const refresh = given('OPEN_ID_REFRESH_TOKEN');
  const access = given('OPEN_ID_AUTH_TOKEN');
  const audience = given('OPEN_ID_CONNECT_AUDIENCE');
  const expected = audience === undefined ? {} : { expectedAudience: audience };
  const accessToken = access === undefined ? {} : { accessToken: { env: 'OPEN_ID_AUTH_TOKEN' } };
  if (refresh === undefined && access !== undefined) {
    warn('OPEN_ID_AUTH_TOKEN is there alone: nothing renews it when it has expired.');
    return { ...accessToken, ...expected };
  }
  if (refresh === undefined) {
    fault(
      'OPEN_ID_REFRESH_TOKEN',
      'is missing; or give OPEN_ID_AUTH_TOKEN, which needs neither issuer nor client and counts until it expires',
    );
  }
  const url = given('OPEN_ID_CONNECT_URL');
  const wrong =
    url === undefined ? 'is missing: the address of the discovery document' : documentUrlFault(url);
  if (wrong !== undefined) fault('OPEN_ID_CONNECT_URL', wrong);
  const id = given('OPEN_ID_CONNECT_CLIENT_ID');
  if (id === undefined) fault('OPEN_ID_CONNECT_CLIENT_ID', 'is missing: the client_id');
  const hasSecret = given('OPEN_ID_CONNECT_CLIENT_SECRET') !== undefined;
  return {
    discoveryUrl: url,
    client: {
      id,
      ...(hasSecret && { secret: { env: 'OPEN_ID_CONNECT_CLIENT_SECRET' } }),
    },
    refreshToken: { env: 'OPEN_ID_REFRESH_TOKEN' },
    ...accessToken,
    ...expected,
  };
}

function readTermination(read: Reading) {
  const { given, fault, warn } = read;
  const name = 'PROXY_TERMINATION_ENDPOINT';
  const value = given(name);
  if (value === undefined) return undefined;
  const path = terminationPath(value);
  if (path === undefined) fault(name, 'has no path, such as that of http://0.0.0.0/quitquitquit');
  const secret = secretOf(read, 'PROXY_TERMINATION_SECRET');
  if (secret === undefined) {
    fault(
      'PROXY_TERMINATION_SECRET',
      `is missing: without a secret any page could end the proxy by ${name}; or give PROXY_TERMINATION_SECRET_FILE`,
    );
  }
  warn(`The path of ${name} ends the proxy by POST with the secret, and by nothing else.`);
  return { path, secret };
}

/** The original filtered by host and port too; who calls by a wrong name gets no further here anyway. */
function terminationPath(value: string): string | undefined {
  if (/[?#\s]/.test(value)) return undefined;
  if (value.startsWith('/')) return value;
  const url = parseUrl(value);
  if (url === undefined) return /^[\w.~-]+$/.test(value) ? `/${value}` : undefined;
  const { pathname, protocol } = url;
  return protocol.startsWith('http') && pathname !== '/' ? pathname : undefined;
}

function secretOf({ given }: Reading, name: string) {
  const file = given(`${name}_FILE`);
  if (file !== undefined) return { file };
  return given(name) === undefined ? undefined : { env: name };
}
