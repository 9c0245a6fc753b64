// @ts-check
// The service with an issuer and a backend of its own, to try it: `npm run try`. Nobody else's tokens are good for it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { apisixHeaders, TEST_CLIENT } from '@drawbridge/testing';
import { listenTestIssuer } from '@drawbridge/testing/node';

const { PORT = '8000' } = process.env;
const issuer = await listenTestIssuer({ audience: 'account' });

const backend = createServer((request, response) => {
  const isCalled = request.headers.authorization?.startsWith('Bearer ') === true;
  response.writeHead(isCalled ? 200 : 401, { 'content-type': 'application/json' });
  response.end(JSON.stringify(isCalled ? { forecast: 'sunny' } : { error: 'no token' }));
}).listen(0, '127.0.0.1');
await once(backend, 'listening');
const { port } = /** @type {import('node:net').AddressInfo} */ (backend.address());

/** As APISIX sends them after a sign-in, for this run alone. */
const settings = { access_token_in_authorization_header: true, set_refresh_token_header: true };
const fields = await apisixHeaders(issuer, { sub: 'ann', preferred_username: 'ann' }, { settings });
const { Authorization = '', 'X-ID-Token': idClaims = '', 'X-Refresh-Token': refresh = '' } = fields;
const stranger = await issuer.bearer({ sub: 'eve' });
console.log(`export STRANGER='${stranger.authorization}'`);
console.log(`export AUTHORIZATION='${Authorization}'`);
console.log(`export ID_CLAIMS='${idClaims}'`);
console.log(`export REFRESH_TOKEN='${refresh}'`);

Object.assign(process.env, {
  OPEN_ID_CONNECT_URL: `${issuer.issuer}/.well-known/openid-configuration`,
  OPEN_ID_CONNECT_CLIENT_ID: TEST_CLIENT.clientId,
  OPEN_ID_CONNECT_CLIENT_SECRET: TEST_CLIENT.clientSecret,
  OPEN_ID_CONNECT_AUDIENCE: 'account',
  REMOTE_PROTECTED_ENDPOINT: `http://127.0.0.1:${port}/forecast`,
  HOST: '127.0.0.1',
  PORT,
});
// Answers when the process is asked to stop.
await import('./server.js');
backend.close();
await issuer.close();
