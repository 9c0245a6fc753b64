// @ts-check
import { existsSync } from 'node:fs';
import { createLineLog } from '@drawbridge/core';
import { openGuardClient } from '@drawbridge/guard/node';
import { orEnd } from '../shared/or-end.js';
import { serveUntilStopped } from '../shared/serve-until-stopped.js';
import { createService } from './service.js';
import { readOptions, readSettings, USAGE } from './settings.js';

const { host, port, rootPath, help } = await orEnd(
  (async () => readOptions(process.argv.slice(2)))(),
);
if (help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
// What is set already counts.
if (existsSync('.env')) process.loadEnvFile('.env');
const settings = await orEnd((async () => readSettings(process.env))());
const { HOST = '127.0.0.1', PORT = '8000' } = process.env;
Object.assign(process.env, { HOST: host ?? HOST, PORT: port ?? PORT });

const log = createLineLog((line) => console.log(line), { format: 'json' });
const client = await orEnd(openGuardClient());
const service = createService(settings, { client, log, rootPath });

log.warn('the refresh token of the session is used', {
  detail:
    'work in the background refreshes the tokens of the proxy: where the provider rotates refresh tokens, that may sign users out',
  hint: 'Where the provider allows token exchange, leave out sessionRefreshToken in service.js.',
});
if (!settings.verifiesBackend) {
  log.warn('the certificate of the backend is not verified', {
    detail: 'TLS_NO_VERIFY is true: whoever is on the way reads the tokens that are sent to it',
  });
}

await service.app.ready();
// Without the keys it starts all the same, and asks again.
service
  .ready()
  .catch((/** @type {Error} */ fault) =>
    log.warn('keys not loaded yet', { detail: fault.message }),
  );
await serveUntilStopped(service.app.server, log, 'service');
await service.stop();
await client.close();
