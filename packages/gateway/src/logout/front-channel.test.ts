import { DrawbridgeError } from '@drawbridge/core';
import { testCall } from '@drawbridge/testing';
import { describe, expect, it, vi } from 'vitest';
import { fakeProvider, fieldOf, logoutOf, setUp } from './logout.fixture.ts';

const ISS = encodeURIComponent('https://issuer.test');

const load = (logout: ReturnType<typeof logoutOf>, query: string, method = 'GET') =>
  logout.frontChannel(testCall({ method, target: `/frontchannel-logout${query}` }));

describe('nothing is ended, and no page may frame the answer, for', () => {
  it.each([
    ['nothing', ''],
    ['no sid', `?iss=${ISS}`],
    ['no iss', '?sid=s'],
    ['an empty sid', `?iss=${ISS}&sid=`],
    ['two sids', `?iss=${ISS}&sid=s&sid=t`],
    ['two issuers', `?iss=${ISS}&iss=${ISS}&sid=s`],
    ['an issuer that nobody configured', '?iss=https://evil.test&sid=s'],
    ['an issuer with a slash', `?iss=${ISS}/&sid=s`],
  ])('%s', async (_, query) => {
    const { options, sessions } = await setUp();
    sessions.add('a', { sid: 's' });
    const reply = await load(logoutOf(options), query);
    expect([reply.status, fieldOf(reply, 'cache-control')]).toEqual([400, 'no-store']);
    expect(fieldOf(reply, 'content-security-policy')).toBe(
      "default-src 'none'; frame-ancestors 'none'",
    );
    expect(sessions.live).toHaveLength(1);
  });

  it('whoever only looks', async () => {
    const { options, sessions } = await setUp();
    sessions.add('a', { sid: 's' });
    await load(logoutOf(options), `?iss=${ISS}&sid=s`, 'HEAD');
    expect(sessions.live).toHaveLength(1);
  });

  it('a store or a provider that does not answer', async () => {
    const { options, sessions, log } = await setUp();
    sessions.add('a', { sid: 's' });
    sessions.down.add('endSid');
    expect((await load(logoutOf(options), `?iss=${ISS}&sid=s`)).status).toBe(503);
    const find = () => Promise.reject(new DrawbridgeError('upstream_timeout'));
    const down = logoutOf({ ...options, providers: [{ ...fakeProvider('main'), find }] });
    expect((await load(down, `?iss=${ISS}&sid=s`)).status).toBe(504);
    expect(log.entries.map(({ level }) => level)).toEqual(['warn', 'warn']);
  });
});

it('tells of a bug at the level of errors, and where it is', async () => {
  const { options, sessions, log } = await setUp();
  const knowsSid = () => Promise.reject(new RangeError('index'));
  const logout = logoutOf({ ...options, sessions: { ...sessions, knowsSid } });
  expect((await load(logout, `?iss=${ISS}&sid=s`)).status).toBe(500);
  expect(log.entries).toMatchObject([
    {
      level: 'error',
      event: 'front-channel logout refused',
      fields: { code: 'internal', stack: expect.stringContaining('front-channel.test.ts') },
    },
  ]);
});

it('ends the session of exactly that issuer and sid, in an empty page for frames of the provider', async () => {
  const endSessionEndpoint = 'https://login.test:8443/end?a=b';
  const { options, sessions } = await setUp({
    providers: [fakeProvider('main', { endSessionEndpoint })],
  });
  const { user } = sessions.add('a', { sid: 's' });
  sessions.add('b', { sid: 't' });
  sessions.add('c');
  sessions.add('d', { sid: 's', user: { ...user, issuer: 'https://other.test' } });
  const reply = await load(logoutOf(options), `?iss=${ISS}&sid=s`);
  expect(sessions.live.map(({ id }) => id)).toEqual(['b', 'c', 'd']);
  expect(reply).toEqual({
    status: 200,
    headers: [
      ['content-type', 'text/html; charset=utf-8'],
      ['cache-control', 'no-store'],
      [
        'content-security-policy',
        "default-src 'none'; frame-ancestors https://issuer.test https://login.test:8443",
      ],
      ['referrer-policy', 'no-referrer'],
      ['x-content-type-options', 'nosniff'],
    ],
    body: '<!doctype html>\n<title>Signed out</title>\n',
  });
});

it('ends, and remembers, nothing that is no session here, and answers no differently', async () => {
  const { options, sessions, log } = await setUp();
  const put = vi.spyOn(options.store, 'put');
  const add = vi.spyOn(options.store, 'add');
  sessions.add('a', { sid: 's' });
  const logout = logoutOf(options);
  const known = await load(logout, `?iss=${ISS}&sid=s`);
  sessions.down.add('endSid');
  for (let count = 0; count < 200; count++) {
    expect(await load(logout, `?iss=${ISS}&sid=x${count}`)).toEqual(known);
  }
  expect([put.mock.calls, add.mock.calls]).toEqual([[], []]);
  expect(log.entries).toHaveLength(1);
});
