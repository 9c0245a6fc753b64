import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HAPROXY_LUA } from '@drawbridge/gateway';
import { start } from './command.ts';
import type { GatewaySite } from './gateway-site.ts';
import { nginxFile } from './nginx.ts';
import { untilListening } from './proxies.ts';
import type { Stage } from './stage.ts';

/** A proxy in front of a site, with what `drawbridge gateway snippet` printed for it. */
interface GatewayProxy {
  /** What it wrote of faults. */
  log(): string;
  /** Ends it, so that another can listen in its place. */
  stop(): Promise<unknown>;
}

/** Starts a proxy with a snippet, and what the person who takes it has around it: ports and certificates. */
export type StartGatewayProxy = (
  stage: Stage,
  site: GatewaySite,
  snippet: string,
  further?: readonly FurtherApp[],
) => Promise<GatewayProxy>;

/** An app beside that of the site, with what was printed for it. nginx alone has any. */
interface FurtherApp {
  readonly host: string;
  readonly snippet: string;
}

/** The same with lines for the server of each of its two hosts, and beside them. */
export type StartSite = (
  stage: Stage,
  site: GatewaySite,
  lines: { readonly beside?: string; readonly app: string; readonly auth: string },
) => Promise<GatewayProxy>;

/** What follows the line `# N. …` of a snippet, to the next one. */
export function part(snippet: string, number: number): string {
  const [, text] =
    new RegExp(`^# ${number}\\. .*\n([^]*?)(?=^# \\d\\. |$(?![^]))`, 'm').exec(`${snippet}\n`) ??
    [];
  if (text === undefined) throw new Error(`the snippet has no part ${number}:\n${snippet}`);
  return text;
}

export const startGatewayNginx: StartGatewayProxy = (stage, site, snippet, further = []) =>
  startNginxSite(stage, site, {
    beside: [
      part(snippet, 1),
      ...further.map((app) => nginxServer(site, app.host, part(app.snippet, 2))),
    ].join('\n'),
    app: part(snippet, 2),
    auth: part(snippet, 3),
  });

/** A further server of the same certificate. @param host - with its port, as browsers write it */
export function nginxServer(
  { port, certificate }: GatewaySite,
  host: string,
  lines: string,
): string {
  return `server {
    listen 127.0.0.1:${port} ssl;
    server_name ${host.replace(/:\d+$/, '')};
    ssl_certificate ${certificate.certFile};
    ssl_certificate_key ${certificate.keyFile};
${lines}
}`;
}

/** Starts nginx. */
export const startNginxSite: StartSite = async (stage, site, { beside = '', app, auth }) => {
  const folder = await stage.folder();
  const config = join(folder, 'nginx.conf');
  await writeFile(
    config,
    nginxFile(
      folder,
      [beside, nginxServer(site, site.appHost, app), nginxServer(site, site.authHost, auth)].join(
        '\n',
      ),
    ),
  );
  const check = await stage.shell(`/usr/sbin/nginx -t -e stderr -c '${config}' 2>&1`);
  if (check.code !== 0) throw new Error(`nginx -t: ${check.stdout}`);
  const nginx = start('/usr/sbin/nginx', ['-e', 'stderr', '-c', config]);
  await untilListening(stage, nginx, site.port);
  return { log: nginx.stderr, stop: nginx.stop };
};

export const startGatewayCaddy: StartGatewayProxy = (stage, site, snippet) =>
  startCaddy(stage, site, snippet);

/** Starts Caddy. */
export const startCaddySite: StartSite = (stage, site, { app, auth }) =>
  startCaddy(stage, site, `${site.appHost} {\n${app}\n}\n${site.authHost} {\n${auth}\n}\n`);

/** @param sites - blocks of addresses, each of which begins a line */
async function startCaddy(stage: Stage, site: GatewaySite, sites: string): Promise<GatewayProxy> {
  const folder = await stage.folder();
  const { certFile, keyFile } = site.certificate;
  const config = join(folder, 'Caddyfile');
  const own = `\tbind 127.0.0.1\n\ttls ${certFile} ${keyFile}\n`;
  await writeFile(
    config,
    `{\n\tadmin off\n\tauto_https off\n}\n${sites.replace(/^\S.* \{\n/gm, (line) => line + own)}`,
  );
  const env = { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const check = await stage.shell(`/usr/bin/caddy validate --config '${config}' 2>&1`, { env });
  if (check.code !== 0) throw new Error(`caddy validate: ${check.stdout}`);
  const caddy = start('/usr/bin/caddy', ['run', '--config', config], { env });
  await untilListening(stage, caddy, site.port);
  return { log: caddy.stderr, stop: caddy.stop };
}

export const startGatewayHaproxy: StartGatewayProxy = (stage, site, snippet) =>
  startHaproxySite(stage, site, {
    lua: HAPROXY_LUA,
    global: (path) => part(snippet, 1).replace('/etc/haproxy/drawbridge.lua', path),
    frontend: `${part(snippet, 2)}\n${part(snippet, 3)}`,
  });

/** What follows `global` in any configuration of HAProxy. */
export const HAPROXY_DEFAULTS = `defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s
`;

/** What HAProxy is told of a site. */
interface HaproxyLines {
  readonly lua: string;
  /** @param path - of the script */
  global(path: string): string;
  /** The frontend behind its `bind`, and what comes after that. */
  readonly frontend: string;
}

/** Starts HAProxy. */
export async function startHaproxySite(
  stage: Stage,
  { port, certificate }: GatewaySite,
  { lua, global, frontend }: HaproxyLines,
): Promise<GatewayProxy> {
  const folder = await stage.folder();
  const path = (name: string) => join(folder, name);
  await writeFile(path('site.pem'), certificate.cert + certificate.key);
  await writeFile(path('site.lua'), lua);
  const config = path('haproxy.cfg');
  await writeFile(
    config,
    `global
${global(path('site.lua'))}
${HAPROXY_DEFAULTS}
frontend site
    bind 127.0.0.1:${port} ssl crt ${path('site.pem')}
${frontend}
`,
  );
  const check = await stage.shell(`/usr/sbin/haproxy -c -f '${config}' 2>&1`);
  if (check.code !== 0) throw new Error(`haproxy -c: ${check.stdout}`);
  const haproxy = start('/usr/sbin/haproxy', ['-db', '-f', config]);
  await untilListening(stage, haproxy, port);
  return { log: haproxy.stderr, stop: haproxy.stop };
}
