// @ts-check
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeCertificate, place } from './files.js';
import { createPrograms } from './programs.js';
import { startProvider } from './provider.js';
import { missing } from './requirements.js';

const { env } = process;
const ports = {
  SITE_PORT: Number(env['SITE_PORT'] ?? 8443),
  VOUCH_PORT: Number(env['VOUCH_PORT'] ?? 9090),
  API_PORT: Number(env['API_PORT'] ?? 5000),
  PEOPLE_PORT: Number(env['PEOPLE_PORT'] ?? 8080),
  PROVIDER_PORT: Number(env['PROVIDER_PORT'] ?? 9100),
};
// Where Debian has nginx, and not everybody looks.
const path = `${env['PATH']}:/usr/sbin`;

const faults = await missing(['nginx', 'openssl'], path, ports);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}

const site = `https://127.0.0.1:${ports.SITE_PORT}`;
const issuer = `http://127.0.0.1:${ports.PROVIDER_PORT}`;
const client = {
  id: 'cilogon:/client_id/fabric-demo',
  secret: randomBytes(32).toString('base64url'),
  redirectUri: `${site}/auth`,
};
/** What Vouch Proxy signs its cookies with, and both services check them with: of this run alone, unless one is given. */
const cookie = {
  VOUCH_COOKIE_NAME: 'fabric-service-alpha',
  VOUCH_JWT_SECRET: env['VOUCH_JWT_SECRET'] ?? randomBytes(33).toString('base64'),
};

const cli = dirname(createRequire(import.meta.url).resolve('@drawbridge/cli/package.json'));
const drawbridge = [process.execPath, join(cli, 'bin/drawbridge.js')];
const people = join(import.meta.dirname, '../vouch-people/server.js');

/** What this run writes: a certificate with its key, and the two files with the ports of this run. */
const folder = await mkdtemp(join(tmpdir(), 'fabric-demo-'));
const programs = createPrograms(folder, path);
const asked = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);

async function startAll() {
  makeCertificate('127.0.0.1', folder, path);
  const own = {
    8443: ports.SITE_PORT,
    9090: ports.VOUCH_PORT,
    5000: ports.API_PORT,
    9100: ports.PROVIDER_PORT,
  };
  const config = await place('config.yml', folder, own);
  const nginx = await place('nginx.conf', folder, own);

  await programs.start(
    'vouch',
    ports.VOUCH_PORT,
    [...drawbridge, 'serve', 'gateway', '--vouch-config', config],
    {
      VOUCH_PORT: String(ports.VOUCH_PORT),
      VOUCH_JWT_SECRET: cookie.VOUCH_JWT_SECRET,
      OAUTH_CLIENT_ID: client.id,
      OAUTH_CLIENT_SECRET: client.secret,
    },
  );
  const listen = ['--listen', `127.0.0.1:${ports.API_PORT}`];
  const keys = ['--id-token-keys', `${issuer}=${issuer}/oauth2/certs`];
  await programs.start(
    'api',
    ports.API_PORT,
    [...drawbridge, 'serve', 'inspector', ...listen, ...keys],
    { ...cookie, API_SERVER_URL: site, API_JSON_RESPONSE_INDENT: '2' },
  );
  await programs.start('people', ports.PEOPLE_PORT, [process.execPath, people], {
    ...cookie,
    PORT: String(ports.PEOPLE_PORT),
  });
  const words = ['-e', 'stderr', '-p', folder, '-c', nginx];
  await programs.start('nginx', ports.SITE_PORT, ['nginx', ...words]);
  console.log(
    `Open ${site}/ui/ and sign in. The certificate is of this run alone, so your browser warns of it. Ctrl-C ends all.`,
  );
}

const provider = await startProvider({ port: ports.PROVIDER_PORT, client });
try {
  await Promise.race([asked, startAll()]);
  await Promise.race([asked, programs.broken]);
} catch (thrown) {
  console.error(/** @type {Error} */ (thrown).message);
  process.exitCode = 1;
} finally {
  await programs.end();
  provider.close();
  await rm(folder, { recursive: true, force: true });
}
