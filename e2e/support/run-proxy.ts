import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HAPROXY_LUA } from '@drawbridge/gateway';
import { type RunningCommand, start } from './command.ts';
import { nginxFile } from './nginx.ts';
import type { ProxyCase, RealProxy } from './proxy-cases.ts';
import { untilListening } from './proxies.ts';
import type { GatewaySite } from './gateway-site.ts';
import type { Stage } from './stage.ts';

/** What stands behind a proxy: `HOST:PORT`. */
export interface Behind {
  readonly gateway: string;
  readonly app: string;
  /** Of this machine, for proxies that have one behind them. */
  readonly inner: readonly [port: number, other: number];
  /** Where nobody listens. */
  readonly nobody: number;
}

/** Starts a real proxy with a configuration, until the stage is cleared. @returns what it wrote of faults */
export async function runProxy(
  stage: Stage,
  proxy: RealProxy,
  { config }: ProxyCase,
  site: GatewaySite,
  behind: Behind,
): Promise<() => string> {
  const folder = await stage.folder();
  const own = OWN[proxy](config, site, folder);
  const path = join(folder, 'config');
  await writeFile(path, here(own, site, behind, folder));
  if (proxy === 'haproxy') {
    await writeFile(join(folder, 'drawbridge.lua'), HAPROXY_LUA);
    await writeFile(join(folder, 'site.pem'), site.certificate.cert + site.certificate.key);
  }
  const running = START[proxy](path, folder);
  await untilListening(stage, running, site.port);
  return () => running.stdout() + running.stderr();
}

/** Has the names and ports of this site in place of those of the documentation. */
function here(config: string, site: GatewaySite, behind: Behind, folder: string): string {
  const names = config.replace(/\b(app|auth|login)\.example\.com\b/g, '$1.example.test');
  return names
    .replace(/\bDomain=example\.com\b/g, 'Domain=example.test')
    .replaceAll('127.0.0.1:9090', behind.gateway)
    .replaceAll('127.0.0.1:9999', `127.0.0.1:${behind.nobody}`)
    .replaceAll('127.0.0.1:3000', behind.app)
    .replaceAll(':8080', `:${behind.inner[0]}`)
    .replaceAll(':8081', `:${behind.inner[1]}`)
    .replaceAll(/\/(?:etc\/haproxy|var\/cache\/nginx)\b/g, folder)
    .replaceAll(' :443', ` 127.0.0.1:${site.port}`);
}

/** What a proxy has beside the lines that matter: where it listens, its certificate, and no place of the system. */
const OWN: Readonly<
  Record<RealProxy, (config: string, site: GatewaySite, folder: string) => string>
> = {
  nginx: (config, { port, certificate }, folder) =>
    nginxFile(
      folder,
      config
        .replaceAll(
          'listen 443 ssl;',
          `listen 127.0.0.1:${port} ssl; ssl_certificate ${certificate.certFile}; ssl_certificate_key ${certificate.keyFile};`,
        )
        // Names of servers have no port; hosts that are told have that of the browser.
        .replaceAll(/^(?! *(?:server_name|proxy_cookie_domain) ).*$/gm, (line) =>
          line.replaceAll(/\b(?:app|auth)\.example\.com\b/g, `$&:${port}`),
        ),
    ),
  caddy: (config, { port, certificate }) =>
    `{\n\tadmin off\n\tauto_https off\n\tdefault_bind 127.0.0.1\n}\n${config
      .replaceAll(/^(?:(?:app|auth)\.example\.com(?:, )?)+ \{\n/gm, (line) =>
        [
          line.replaceAll('.com', `.com:${port}`),
          `\ttls ${certificate.certFile} ${certificate.keyFile}\n`,
        ].join(''),
      )
      .replaceAll('header Host auth.example.com', `header Host auth.example.com:${port}`)}`,
  haproxy: (config, { port }) =>
    config.replaceAll(
      /(req\.hdr\(host\) -i )((?:(?:app|auth|login)\.example\.com ?)+)/g,
      (_, test: string, hosts: string) => test + hosts.replaceAll('.com', `.com:${port}`),
    ),
};

const START: Readonly<Record<RealProxy, (path: string, folder: string) => RunningCommand>> = {
  nginx: (path) => start('/usr/sbin/nginx', ['-e', 'stderr', '-c', path]),
  caddy: (path, folder) =>
    start('/usr/bin/caddy', ['run', '--adapter', 'caddyfile', '--config', path], {
      env: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    }),
  haproxy: (path) => start('/usr/sbin/haproxy', ['-db', '-f', path]),
};
