// @ts-check
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startProvider } from './provider.js';

const HERE = import.meta.dirname;
const {
  SITE_PORT = '8443',
  VOUCH_PORT = '9090',
  API_PORT = '5000',
  PROVIDER_PORT = '9100',
} = process.env;
const SITE = `https://127.0.0.1:${SITE_PORT}`;
const COMMAND = join(
  dirname(createRequire(import.meta.url).resolve('@drawbridge/cli/package.json')),
  'bin/drawbridge.js',
);

/** What the demonstration writes: keys, the certificate, and the two files with the ports of this run. Gone when it ends. */
const folder = await mkdtemp(join(tmpdir(), 'fabric-demo-'));
/** @type {(() => unknown)[]} */
const closers = [() => rm(folder, { recursive: true, force: true })];

/** @param {string} name */
async function place(name) {
  const text = await readFile(join(HERE, name), 'utf8');
  const own = text
    .replaceAll('8443', SITE_PORT)
    .replaceAll('9090', VOUCH_PORT)
    .replaceAll(':5000', `:${API_PORT}`)
    .replaceAll('9100', PROVIDER_PORT);
  const file = join(folder, name);
  await writeFile(file, own);
  return file;
}

/** @param {string} subject */
function makeCertificate(subject) {
  const key = [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    'privkey.pem',
  ];
  const certificate = [
    '-x509',
    '-days',
    '7',
    '-subj',
    `/CN=${subject}`,
    '-addext',
    `subjectAltName=IP:${subject}`,
    '-out',
    'fullchain.pem',
  ];
  execFileSync('openssl', ['req', ...key, ...certificate], { cwd: folder, stdio: 'pipe' });
}

/**
 * Starts a program, and waits until it says that it is ready.
 *
 * @param {string} name
 * @param {readonly string[]} line
 * @param {Readonly<Record<string, string>>} env
 * @param {RegExp} [ready]
 */
async function run(name, [program = '', ...args], env = {}, ready) {
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit').then(([code]) => {
    if (!isStopping) console.error(`${name} ended by itself (${code})`);
    stop();
  });
  closers.push(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const isReady = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        process.stderr.write(String(data).replaceAll(/^(?=.)/gm, `${name}: `));
        if (ready?.test(String(data)) !== false) resolve(undefined);
      });
    }
  });
  if (ready !== undefined) await Promise.race([isReady, ended]);
}

let isStopping = false;
function stop() {
  isStopping = true;
  process.emit('SIGTERM');
}

const asked = Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]).then(() => {
  isStopping = true;
});

try {
  const client = {
    id: 'cilogon:/client_id/fabric-demo',
    secret: randomBytes(32).toString('base64url'),
    redirectUri: `${SITE}/auth`,
  };
  const secret = randomBytes(33).toString('base64');
  makeCertificate('127.0.0.1');
  const provider = await startProvider({ port: Number(PROVIDER_PORT), client });
  closers.push(() => provider.close());
  await run(
    'vouch',
    [process.execPath, COMMAND, 'serve', 'gateway', '--vouch-config', await place('config.yml')],
    {
      VOUCH_JWT_SECRET: secret,
      OAUTH_CLIENT_ID: client.id,
      OAUTH_CLIENT_SECRET: client.secret,
      VOUCH_PORT,
    },
    /ready/,
  );
  await run(
    'api',
    [
      process.execPath,
      COMMAND,
      'serve',
      'inspector',
      '--listen',
      `127.0.0.1:${API_PORT}`,
      '--id-token-keys',
      `http://127.0.0.1:${PROVIDER_PORT}=http://127.0.0.1:${PROVIDER_PORT}/oauth2/certs`,
    ],
    {
      API_SERVER_URL: SITE,
      API_JSON_RESPONSE_INDENT: '2',
      VOUCH_COOKIE_NAME: 'fabric-service-alpha',
      VOUCH_JWT_SECRET: secret,
    },
    /ready/,
  );
  await run('nginx', ['nginx', '-e', 'stderr', '-p', folder, '-c', await place('nginx.conf')]);
  console.log(
    `Open ${SITE}/ui/ and sign in. The certificate is of this run alone, so your browser warns of it. Ctrl-C ends all.`,
  );
  await asked;
} catch (thrown) {
  console.error(/** @type {Error} */ (thrown).message);
  process.exitCode = 1;
} finally {
  isStopping = true;
  for (const close of closers.reverse()) await close();
}
