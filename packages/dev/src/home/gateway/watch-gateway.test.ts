import { type LogFields, type Reply, silentLog } from '@drawbridge/core';
import { createTestIssuer, testCall } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { createWitness } from '../../witness.ts';
import { createDecisions } from '../decisions.ts';
import { sampleAccess } from './sample-access.ts';
import { watchGateway } from './watch-gateway.ts';

const identity = await (await createTestIssuer()).issue({ sub: 'ada' });

async function decided(reply: Reply, event: string, fields: LogFields, cookie = '') {
  const witness = createWitness(silentLog);
  const decisions = createDecisions();
  const handle = async () => {
    witness.log.debug(event, { host: 'app:1', path: '/a', ...fields });
    return reply;
  };
  const ask = watchGateway(
    { handle },
    {
      witness,
      decisions,
      rules: sampleAccess(['app:1']),
      identityFields: new Set(['remote-user', 'x-drawbridge-identity']),
    },
  );
  const headers = [
    ['x-forwarded-method', 'GET'],
    ['sec-fetch-mode', 'navigate'],
    ['cookie', cookie],
  ] as const;
  expect(await ask(testCall({ headers }))).toBe(reply);
  return decisions.list();
}

it('tells who was let in by which rule, what the app is told, and no token', async () => {
  const headers = [
    ['Remote-User', 'ada'],
    ['X-Drawbridge-Identity', identity],
    ['cache-control', 'no-store'],
  ] as const;
  const reply = { status: 200, headers, body: null };
  const fields = { rule: 'engineers', subject: 'ada' };
  const list = await decided(reply, 'request allowed', fields, 'a=b; drawbridge=secret');
  expect(list[0]).toMatchObject({
    outcome: 'allowed',
    title: 'ada may open app:1/a.',
    rule: { name: 'engineers', text: expect.stringContaining('groups = "engineering"') },
    before: {
      claims: expect.arrayContaining([{ name: 'session', value: 'a cookie of a session' }]),
    },
    after: {
      claims: [
        { name: 'Remote-User', value: 'ada' },
        { name: 'X-Drawbridge-Identity', value: 'a signed token' },
      ],
      more: { claims: expect.arrayContaining([{ name: 'sub', value: 'ada' }]) },
    },
  });
  expect(JSON.stringify(list)).not.toContain(identity);
  expect(JSON.stringify(list)).not.toContain('secret');
});

it('tells who is sent to sign in, and who is refused', async () => {
  const away = { status: 302, headers: [['location', 'http://app:1/']] as const, body: null };
  const [waits] = await decided(away, 'request sent to sign in', { code: 'credentials_missing' });
  expect(waits).toMatchObject({ outcome: 'waits', verdict: 'Sent to sign in' });
  expect(waits?.before?.claims).toContainEqual({
    name: 'session',
    value: 'no cookie of a session',
  });
  const refusal = { status: 403, headers: [], body: null };
  const fields = { code: 'access_denied', detail: 'no rule lets it in', subject: 'bob' };
  const [refused] = await decided(refusal, 'request refused', fields);
  expect(refused).toMatchObject({
    outcome: 'refused',
    title: 'bob may not open app:1/a: HTTP status 403.',
    code: 'access_denied',
    why: 'no rule lets it in',
  });
});

it('tells nothing of what is no question', async () => {
  expect(await decided({ status: 200, headers: [], body: null }, 'signed in', {})).toEqual([]);
});
