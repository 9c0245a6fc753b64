// @ts-check
// The API with an issuer of its own, to try it: `npm run try`. Nobody else's tokens are good for it.
import { listenTestIssuer } from '@drawbridge/testing/node';
import { SCOPES } from './guard-from-environment.js';

const { PORT = '8080' } = process.env;
const AUDIENCE = `http://127.0.0.1:${PORT}`;
const issuer = await listenTestIssuer({ audience: AUDIENCE });

/** Good for an hour, and for this run alone. */
const exp = Math.floor(Date.now() / 1000) + 3600;
const bob = { sub: 'bob', preferred_username: 'Bob', exp };
const ann = { sub: 'ann', preferred_username: 'Ann', exp, roles: ['admin'] };
const both = `${SCOPES.read} ${SCOPES.write}`;

console.log(`export BOB=${await issuer.issueAccess(bob, { scope: SCOPES.read })}`);
console.log(`export ANN=${await issuer.issueAccess(ann, { scope: both })}`);

Object.assign(process.env, { ISSUER: issuer.issuer, AUDIENCE, HOST: '127.0.0.1' });
// Answers when the process is asked to stop.
await import('./server.js');
await issuer.close();
