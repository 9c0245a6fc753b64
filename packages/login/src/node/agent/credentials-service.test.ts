import { type Call, DrawbridgeError, type HeaderField } from '@drawbridge/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { createCredentialsService } from './credentials-service.ts';
import { createGrants, type Grants } from './grants.ts';

const CREDENTIALS = {
  accessKeyId: 'ASIA1',
  secretAccessKey: 'planted-secret',
  sessionToken: 'planted-session',
  expiresAt: 1_800_000_000,
};
const HOST: HeaderField = ['Host', '127.0.0.1:4711'];

let grants: Grants;
let asked: string[];
let faults: string[];
let fail: DrawbridgeError | undefined;
beforeEach(() => {
  grants = createGrants();
  asked = [];
  faults = [];
  fail = undefined;
});

const service = () =>
  createCredentialsService({
    grants,
    credentials(profile) {
      asked.push(profile);
      return fail === undefined ? Promise.resolve(CREDENTIALS) : Promise.reject(fail);
    },
    onFault: ({ code }, profile) => faults.push(`${profile}: ${code}`),
  });

const callOf = (headers: readonly HeaderField[], more: Partial<Call> = {}): Call => ({
  method: 'GET',
  target: '/credentials',
  headers,
  body: null,
  peer: { address: '127.0.0.1' },
  signal: new AbortController().signal,
  ...more,
});

const ask = async (headers: readonly HeaderField[], more?: Partial<Call>) => {
  const { status, body, headers: fields } = await service().handle(callOf(headers, more));
  expect(fields).toContainEqual(['cache-control', 'no-store']);
  return { status, body: body === null ? null : (JSON.parse(String(body)) as unknown), fields };
};
const bearing = (token: string): HeaderField => ['Authorization', token];

test('the token alone decides whose credentials they are', async () => {
  const [dev, prod] = [grants.grant('dev'), grants.grant('prod')];
  expect((await ask([HOST, bearing(prod.token)])).body).toEqual({
    AccessKeyId: 'ASIA1',
    SecretAccessKey: 'planted-secret',
    Token: 'planted-session',
    Expiration: '2027-01-15T08:00:00Z',
  });
  await ask([HOST, bearing(dev.token)]);
  expect(asked).toEqual(['prod', 'dev']);
});

test('tokens have 32 bytes each, and end when they are taken back', async () => {
  const [one, other] = [grants.grant('dev'), grants.grant('dev')];
  expect(one.token).toMatch(/^[\w-]{43}$/);
  expect(one.token).not.toBe(other.token);
  one.revoke();
  one.revoke();
  expect((await ask([HOST, bearing(one.token)])).status).toBe(401);
  expect((await ask([HOST, bearing(other.token)])).status).toBe(200);
});

describe('nothing is answered', () => {
  test.each([
    'evil.test',
    'evil.test:80',
    'localhost.evil.test',
    'localhost@evil.test',
    'evil.test@localhost',
    'localhost/x',
    'localhost#',
    '10.0.0.1',
    '127.0.0.1.evil.test',
    '0.0.0.0',
    '[::]',
    '',
  ])('to who calls it %j', async (host) => {
    const { token } = grants.grant('dev');
    const { status, body } = await ask([['host', host], bearing(token)]);
    expect([status, asked]).toEqual([403, []]);
    expect(JSON.stringify(body)).not.toContain('planted');
  });

  test('to who does not say in one Host field whom it is for', async () => {
    const { token } = grants.grant('dev');
    expect((await ask([bearing(token)])).status).toBe(403);
    expect((await ask([HOST, HOST, bearing(token)])).status).toBe(403);
  });

  test.each(['null', 'http://127.0.0.1:4711', 'https://evil.test'])(
    'to a page of %s, also with the right token',
    async (origin) => {
      const { token } = grants.grant('dev');
      expect((await ask([HOST, bearing(token), ['Origin', origin]])).status).toBe(403);
      expect(asked).toEqual([]);
    },
  );

  test('to a wrong token, to none, and to two', async () => {
    const { token } = grants.grant('dev');
    const wrong = [
      [],
      [bearing('')],
      [bearing(`Bearer ${token}`)],
      [bearing(token.slice(0, -1))],
      [bearing(token), bearing(token)],
    ];
    for (const headers of wrong) {
      expect(await ask([HOST, ...headers])).toMatchObject({
        status: 401,
        body: { Code: 'Unauthorized' },
      });
    }
    expect(asked).toEqual([]);
  });

  test.each(['/', '/credentials/', '/credentials?x', '/%63redentials', '*'])(
    'at %s',
    async (target) => {
      const { token } = grants.grant('dev');
      expect((await ask([HOST, bearing(token)], { target })).status).toBe(404);
    },
  );

  test.each(['HEAD', 'POST', 'OPTIONS', 'get'])('to %s', async (method) => {
    const { token } = grants.grant('dev');
    const { status, fields, body } = await ask([HOST, bearing(token)], { method });
    expect([status, asked]).toEqual([405, []]);
    expect(fields).toContainEqual(['allow', 'GET']);
    expect(body === null).toBe(method === 'HEAD');
  });
});

test.each(['localhost', 'LOCALHOST:1', '127.0.0.1:65535', '127.1.2.3', '[::1]:8080', '[::1]'])(
  'a forward may have any port: %s',
  async (host) => {
    const { token } = grants.grant('dev');
    expect((await ask([['Host', host], bearing(token)])).status).toBe(200);
  },
);

test('where a person has to sign in, the caller reads the command, and the terminal is told once', async () => {
  const { token } = grants.grant('dev');
  fail = new DrawbridgeError('sign_in_needed', {
    detail: 'the sign-in has ended',
    hint: 'Run: drawbridge login --profile dev',
  });
  const serving = service();
  const get = async () => {
    const { status, body } = await serving.handle(callOf([HOST, bearing(token)]));
    return { status, body: JSON.parse(String(body)) as unknown };
  };
  expect(await get()).toEqual({
    status: 403,
    body: {
      Code: 'sign_in_needed',
      Message: 'the sign-in has ended. Run: drawbridge login --profile dev',
    },
  });
  await get();
  expect(faults).toEqual(['dev: sign_in_needed']);
  const needed = fail;
  fail = undefined;
  expect((await get()).status).toBe(200);
  fail = needed;
  await get();
  expect(faults).toHaveLength(2);
});

test('what may be over soon is asked for again by SDKs, and a bug of ours shows nothing', async () => {
  const { token } = grants.grant('dev');
  fail = new DrawbridgeError('upstream_unreachable', { detail: 'no way there' });
  expect((await ask([HOST, bearing(token)])).status).toBe(503);
  fail = new DrawbridgeError('internal', { detail: 'planted-detail' });
  const { status, body } = await ask([HOST, bearing(token)]);
  expect(status).toBe(500);
  expect(JSON.stringify(body)).not.toContain('planted');
});
