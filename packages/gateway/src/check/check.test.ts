import { type HeaderField, headerValues } from '@drawbridge/core';
import { replyJson, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { AUTH, CLIENT, fieldsOf, HOST, HTML, PROXY, setUpGateway } from '../gateway.fixture.ts';
import { longCookie } from './check-cookies.ts';
import { CHECK_FIELD } from './checked-question.ts';

const CHECKED: HeaderField = ['cookie', 'theme=dark; __Host-drawbridge-check=1'];

describe('/.drawbridge/check', () => {
  async function check(
    fields: readonly HeaderField[],
    { address = PROXY, target = '/.drawbridge/check', longestCookie = 10_000 } = {},
  ) {
    const { gateway } = await setUpGateway({ longestCookie });
    return gateway.handle(testCall({ target, address, headers: fields }));
  }

  it('is on no other host', async () => {
    const reply = await check([['host', 'evil.example.com']]);
    expect([reply.status, replyJson(reply)]).toMatchObject([404, { code: 'path_unknown' }]);
  });

  it('is refused where the browser used another scheme', async () => {
    const reply = await check([
      ['host', HOST],
      ['x-forwarded-proto', 'http'],
    ]);
    expect([reply.status, replyJson(reply)]).toMatchObject([403, { code: 'request_forbidden' }]);
  });

  it('does not say what others than a trusted proxy tell', async () => {
    const reply = await check(
      [
        ['host', HOST],
        ['x-forwarded-proto', 'http'],
        ['x-forwarded-for', '198.51.100.9'],
      ],
      { address: CLIENT },
    );
    expect(replyJson(reply)).toEqual({
      drawbridge: 'check',
      host: HOST,
      scheme: null,
      byTrustedProxy: false,
      address: CLIENT,
      cookieLength: 0,
      longestCookie: 10_000,
    });
  });

  it.each([HOST, new URL(AUTH).host])('says what it saw on %s', async (host) => {
    const reply = await check([
      ['host', host],
      ['x-forwarded-proto', 'https'],
      ['x-forwarded-for', CLIENT],
      ['cookie', 'a=1'],
      ['cookie', 'b=22'],
    ]);
    expect(replyJson(reply)).toMatchObject({
      host,
      scheme: 'https',
      byTrustedProxy: true,
      address: CLIENT,
      cookieLength: 7,
    });
    expect(fieldsOf(reply)).toMatchObject({ 'cache-control': 'no-store' });
    expect(headerValues(reply, 'set-cookie')).toEqual([]);
  });

  it('sets cookies as long as those of a session, which are forgotten at once', async () => {
    const target = '/.drawbridge/check?cookies';
    const cookies = headerValues(await check([['host', HOST]], { target }), 'set-cookie');
    expect(cookies).toHaveLength(3);
    for (const [index, cookie] of cookies.entries()) {
      expect(cookie).toMatch(
        new RegExp(
          `^__Host-drawbridge-check_${index + 1}of3=x+; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0$`,
        ),
      );
    }
    expect(longCookie('https', 10_000).length).toBeGreaterThan(10_000);
  });
});

describe('a question with the cookie of who looks', () => {
  it('is not known by a name that begins so', async () => {
    const { ask } = await setUpGateway();
    const reply = await ask('/', [HTML, ['cookie', '__Host-drawbridge-check_1of2=1']]);
    expect(fieldsOf(reply)['location']).not.toContain('cookies');
  });

  it('has its answer in the address to sign in at', async () => {
    const { ask } = await setUpGateway();
    const reply = await ask('/a?b', [HTML, CHECKED]);
    expect(fieldsOf(reply)['location']).toBe(
      `https://${HOST}/.drawbridge/login?url=%2Fa%3Fb&cookies=seen`,
    );
  });

  it('opens nothing', async () => {
    const { ask } = await setUpGateway();
    expect((await ask('/', [CHECKED])).status).toBe(401);
    expect((await ask('/closed', [CHECKED, HTML])).status).toBe(302);
  });

  it('is told whether the host or the scheme is wrong, and nobody else is', async () => {
    const { ask } = await setUpGateway();
    const told = async (given: object, fields: readonly HeaderField[] = [CHECKED]) =>
      fieldsOf(await ask('/', fields, given))[CHECK_FIELD];
    expect(await told({ host: 'evil.example.com' })).toBe('host');
    expect(await told({ scheme: 'http' })).toBe('scheme');
    expect(await told({ scheme: 'http', host: 'evil.example.com' })).toBe('scheme');
    expect(await told({ scheme: 'http' }, [])).toBeUndefined();
    expect(await told({})).toBeUndefined();
  });
});
