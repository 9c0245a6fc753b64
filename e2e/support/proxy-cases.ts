import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SNIPPETS } from '@drawbridge/gateway';
import { edit } from './edit.ts';
import { HAPROXY_DEFAULTS } from './gateway-proxies.ts';

/** The proxies that run here. */
export type RealProxy = 'nginx' | 'caddy' | 'haproxy';

/** A whole configuration of a proxy, with the names and ports of docs/gateway.md in it. */
export interface ProxyCase {
  readonly name: string;
  readonly config: string;
  /** The page that a person opens: path and query. */
  readonly page: string;
  /** Other paths of the app. */
  readonly beside: readonly string[];
  /** The host that it is at. */
  readonly host: string;
  /** What is wrong, and a piece of the lines that mend it; empty for what is right. */
  readonly fault: string;
  readonly mend: string;
}

const FOLDER = fileURLToPath(new URL('../gateway-doctor/', import.meta.url));

/** What apps are told, of who somebody is. */
export const IDENTITY_FIELDS: readonly string[] = [
  'Remote-User',
  'Remote-Email',
  'Remote-Name',
  'Remote-Groups',
  'X-Drawbridge-Identity',
];

/** The names and ports that stand in all of them. */
const PRINTED = {
  gateway: '127.0.0.1:9090',
  authHost: 'auth.example.com',
  app: 'app.example.com',
  upstream: '127.0.0.1:3000',
  fields: IDENTITY_FIELDS,
};

/** What a person has around that which `drawbridge gateway snippet` prints. */
const AROUND: Readonly<Record<RealProxy, (printed: string) => string>> = {
  nginx: (printed) => {
    const [beside = '', app = '', auth = ''] = printed.split(/^# \d\. .*\n/m).slice(1);
    const server = (name: string, lines: string) =>
      `server {\nlisten 443 ssl;\nserver_name ${name};\n${lines}}\n`;
    return beside + server(PRINTED.app, app) + server(PRINTED.authHost, auth);
  },
  caddy: (printed) => printed,
  haproxy: (printed) => {
    const [global = '', frontend = '', backends = ''] = printed.split(/^# \d\. .*\n/m).slice(1);
    return `global
${global}
${HAPROXY_DEFAULTS}
frontend site
    bind :443 ssl crt /etc/haproxy/site.pem
${frontend}
${backends}`;
  },
};

/** What is printed, with nothing changed. */
export function printedCase(proxy: RealProxy): ProxyCase {
  const config = AROUND[proxy](SNIPPETS[proxy]?.(PRINTED) ?? '');
  return {
    name: 'as printed',
    config,
    page: PAGE,
    beside: BESIDE,
    host: PRINTED.app,
    fault: '',
    mend: '',
  };
}

const PAGE = '/orders?open=1&by=%2Fdate';
const BESIDE = ['/api/orders'];

/**
 * Reads the configurations of a folder. Each file begins with comments, up to an empty line: first what it is about, then
 * `# Key: value`. A broken one says where people met it, the fault, and a piece of what mends it. What follows is the whole
 * configuration or, in a file with the ending `.diff`, what somebody changed in the printed one, or in the correct one that
 * `Base` names.
 */
export async function readProxyCases(
  kind: 'broken' | 'correct',
  proxy: RealProxy,
): Promise<readonly ProxyCase[]> {
  const folder = join(FOLDER, kind, proxy);
  const files = (await readdir(folder)).sort();
  return Promise.all(files.map((file) => readProxyCase(join(folder, file), proxy)));
}

async function readProxyCase(path: string, proxy: RealProxy): Promise<ProxyCase> {
  const text = await readFile(path, 'utf8');
  const [head = ''] = text.split('\n\n', 1);
  const rest = text.slice(head.length + 2);
  const of = (key: string) => new RegExp(`^# ${key}: (.+)$`, 'm').exec(head)?.[1] ?? '';
  const base = of('Base');
  const { config } =
    base === ''
      ? printedCase(proxy)
      : await readProxyCase(join(FOLDER, 'correct', proxy, base), proxy);
  const isBroken = path.startsWith(join(FOLDER, 'broken'));
  const missing = ['Met', 'Fault', 'Mend'].filter((key) => isBroken && of(key) === '');
  if (missing.length > 0) throw new Error(`${path} does not say: ${missing.join(', ')}`);
  return {
    name: path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, ''),
    config: path.endsWith('.diff') ? edit(config, rest) : rest,
    page: of('Page') || PAGE,
    beside: of('Beside') === '' ? BESIDE : [of('Beside')],
    host: of('Host') || PRINTED.app,
    fault: of('Fault'),
    mend: of('Mend'),
  };
}
