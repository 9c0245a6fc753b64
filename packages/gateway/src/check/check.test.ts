import { type HeaderField, headerValues } from '@drawbridge/core';
import { replyJson, testCall } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import {
  AUTH,
  CLIENT,
  fieldsOf,
  HOST,
  HTML,
  PROXY,
  setUpGateway,
  userNamed,
} from '../gateway.fixture.ts';
import { longCookie } from './check-cookies.ts';
import { CHECK_TYPE } from './checked-question.ts';

const COOKIE: HeaderField = ['cookie', 'theme=dark; __Host-drawbridge-check=1'];
const LOOKS: HeaderField = ['accept', `text/html, ${CHECK_TYPE}`];

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

describe('a question of who looks', () => {
  it('is not known by a cookie, nor by a name that begins so', async () => {
    const { ask } = await setUpGateway();
    expect(fieldsOf(await ask('/', [HTML, COOKIE]))['location']).not.toContain('cookies');
    const part: HeaderField = ['cookie', '__Host-drawbridge-check_1of2=1'];
    expect(fieldsOf(await ask('/', [LOOKS, part]))['location']).toMatch(/&cookies=none$/);
  });

  it('has in the address to sign in at whether the cookies of the browser came', async () => {
    const { ask } = await setUpGateway();
    const login = `https://${HOST}/.drawbridge/login?url=%2Fa%3Fb&cookies=`;
    expect(fieldsOf(await ask('/a?b', [LOOKS]))['location']).toBe(`${login}none`);
    expect(fieldsOf(await ask('/a?b', [LOOKS, COOKIE]))['location']).toBe(`${login}seen`);
  });

  it('opens nothing', async () => {
    const { ask } = await setUpGateway();
    expect((await ask('/', [['accept', CHECK_TYPE], COOKIE])).status).toBe(401);
    expect((await ask('/closed', [LOOKS, COOKIE])).status).toBe(302);
  });

  it('is told why it is refused, at no address that a client can name, and nobody else is', async () => {
    const { ask } = await setUpGateway();
    const told = async (given: object, fields: readonly HeaderField[] = [LOOKS], target = '/') => {
      const reply = await ask(target, fields, given);
      return [reply.status, fieldsOf(reply)['location']];
    };
    const at = (refused: string) => [302, `${AUTH}/?refused=${refused}`];
    expect(await told({ host: 'evil.example.com' })).toEqual(at('host'));
    expect(await told({ host: new URL(AUTH).host })).toEqual(at('host'));
    expect(await told({ scheme: 'http' })).toEqual(at('scheme'));
    expect(await told({ scheme: 'http', host: 'evil.example.com' })).toEqual(at('scheme'));
    expect(await told({ address: CLIENT })).toEqual(at('proxy_unproven'));
    expect(await told({ scheme: 'ftp' })).toEqual(at('request_malformed'));
    expect(await told({}, [LOOKS], '/%FF')).toEqual(at('request_malformed'));
    expect(await told({ scheme: 'http' }, [HTML, COOKIE])).toEqual([403, undefined]);
    expect(await told({ address: CLIENT }, [HTML, COOKIE])).toEqual([400, undefined]);
  });

  it('is told nothing of what a rule says to somebody', async () => {
    const { ask, signIn } = await setUpGateway();
    const alice = signIn(userNamed('alice'));
    expect((await ask('/closed', [LOOKS, alice])).status).toBe(403);
    expect((await ask('/', [LOOKS, alice])).status).toBe(200);
  });
});
