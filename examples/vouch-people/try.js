// @ts-check
// The service with a secret of its own, to try it: `npm run try`. It writes cookies as a Vouch Proxy with this secret would.
import { randomBytes } from 'node:crypto';
import { createVouchCodec } from '@drawbridge/oauth';

const { VOUCH_COOKIE_NAME: name = 'fabric-service-alpha' } = process.env;
const secret = randomBytes(33).toString('base64');
const codec = createVouchCodec({ keys: [{ secret }] });

const now = Math.floor(Date.now() / 1000);
const ada = {
  username: 'ada@example.edu',
  customClaims: { email: 'ada@example.edu', name: 'Ada Example' },
  accessToken: undefined,
  idToken: undefined,
  refreshToken: undefined,
  audience: '127.0.0.1',
  expiresAt: now + 4 * 3600,
  issuer: 'Vouch',
};
const value = await codec.encode(ada);
const half = Math.ceil(value.length / 2);
const expired = await codec.encode({ ...ada, expiresAt: now - 60 });

console.log(`export COOKIE='${name}=${value}'`);
console.log(
  `export PARTS='${name}_1of2=${value.slice(0, half)}; ${name}_2of2=${value.slice(half)}'`,
);
console.log(`export EXPIRED='${name}=${expired}'`);

Object.assign(process.env, {
  VOUCH_COOKIE_NAME: name,
  VOUCH_JWT_SECRET: secret,
  VOUCH_JWT_SECRET_FILE: '',
  HOST: '127.0.0.1',
});
await import('./server.js');
