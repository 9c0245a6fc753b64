import { gunzipSync, gzipSync } from 'node:zlib';
import { type HeaderField, type Store, DrawbridgeError } from '@drawbridge/core';
import { createVouchCodec } from '@drawbridge/oauth';
import { replyText } from '@drawbridge/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vouchSession } from '../vouch-defaults.fixture.ts';
import {
  APP_HOST,
  cookieField,
  fieldNamed,
  fieldsNamed,
  setUpVouch,
  vouchSettings,
} from '../vouch.fixture.ts';

const headersOf = (changes: object) => ({ ...vouchSettings().headers, ...changes });

describe('/validate', () => {
  it('says that there is no jwt', async () => {
    const { validate } = setUpVouch();
    const reply = await validate();
    expect(reply.status).toBe(401);
    expect(replyText(reply)).toBe('no jwt found in request\n');
    expect(fieldNamed(reply, 'content-type')).toBe('text/plain; charset=utf-8');
    expect(fieldNamed(reply, 'x-content-type-options')).toBe('nosniff');
    expect(fieldNamed(reply, 'x-vouch-error')).toBe('no jwt found in request');
    expect(fieldNamed(reply, 'x-vouch-err')).toBe('no jwt found in request');
    expect(fieldNamed(reply, 'x-vouch-failcount')).toBe('');
    expect(fieldNamed(reply, 'x-vouch-jwt')).toBe('');
    expect(fieldNamed(reply, 'x-vouch-user')).toBeUndefined();
  });

  it.each(['', 'x', '.', 'a.b.c', 'H4sIAAAAAAAA_', 'delete', '%00', 'null'])(
    'refuses %j, and clears it',
    async (value) => {
      const { validate } = setUpVouch();
      const reply = await validate([cookieField(value)]);
      expect(reply.status).toBe(401);
      expect(fieldsNamed(reply, 'set-cookie')).toEqual([
        'VouchCookie=delete; Path=/; Domain=example.com; Max-Age=0; HttpOnly; Secure',
      ]);
    },
  );

  it('refuses what is forged, changed, expired, of another key or of nobody', async () => {
    const { validate, cookieOf, clock } = setUpVouch();
    const good = await cookieOf();
    const stranger = createVouchCodec({ keys: [{ secret: 'x'.repeat(44) }], clock });
    const forged = await stranger.encode(
      vouchSession({ username: 'admin', expiresAt: clock.seconds() + 60 }),
    );
    const bad = [
      forged,
      `${good.slice(0, 40)}${good[40] === 'A' ? 'B' : 'A'}${good.slice(41)}`,
      await cookieOf({ expiresAt: clock.seconds() - 1 }),
      await cookieOf({ username: '' }),
      await cookieOf({ username: 'ann\r\nX-Vouch-User: admin' }),
      await cookieOf({ username: ' ann' }),
    ];
    for (const value of bad) {
      const reply = await validate([cookieField(value)]);
      expect(reply.status).toBe(401);
      expect(replyText(reply)).toBe(`${fieldNamed(reply, 'x-vouch-error')}\n`);
    }
  });

  it.each([
    'evil.test',
    'notexample.com',
    'example.com.evil.test',
    'evil-example.com',
    '',
    'a, example.com',
  ])('is good for no host like %j, seen before or not, and the cookie is kept', async (host) => {
    const { validate, cookieOf } = setUpVouch();
    const cookie = cookieField(await cookieOf());
    expect((await validate([cookie], { host })).status).toBe(401);
    expect((await validate([cookie])).status).toBe(200);
    const again = await validate([cookie], { host });
    expect(again.status).toBe(401);
    expect(fieldNamed(again, 'x-vouch-error')).toContain('is not authorized');
    expect(fieldsNamed(again, 'set-cookie')).toEqual([]);
  });

  it('takes two Host fields for none', async () => {
    const { validate, cookieOf } = setUpVouch();
    const reply = await validate([cookieField(await cookieOf()), ['Host', APP_HOST]]);
    expect(reply.status).toBe(401);
  });

  it('is good for no host that the token is not for, though the settings have it', async () => {
    const { validate, cookieOf } = setUpVouch({ domains: ['example.com', 'other.test'] });
    const cookie = cookieField(await cookieOf({ audience: 'example.com' }));
    expect((await validate([cookie], { host: 'app.other.test' })).status).toBe(401);
    expect((await validate([cookie], { host: 'app.example.com' })).status).toBe(200);
  });

  it('is good for no host that the settings do not have, though the token is for it', async () => {
    const { validate, cookieOf } = setUpVouch();
    const cookie = cookieField(await cookieOf({ audience: 'example.com,other.test' }));
    expect((await validate([cookie], { host: 'app.other.test' })).status).toBe(401);
    expect((await validate([cookie], { host: 'app.example.com' })).status).toBe(200);
  });

  it('asks no host under allowAllUsers', async () => {
    const { validate, cookieOf } = setUpVouch({ domains: [], allowAllUsers: true });
    const cookie = cookieField(await cookieOf({ audience: '' }));
    expect((await validate([cookie], { host: 'any.test' })).status).toBe(200);
  });

  it('tells who somebody is, at every look', async () => {
    const { validate, cookieOf, records } = setUpVouch();
    const cookie = cookieField(await cookieOf());
    for (const host of [APP_HOST, 'APP.example.com.:8443', APP_HOST]) {
      const reply = await validate([cookie], { host });
      expect(reply.status).toBe(200);
      expect(replyText(reply)).toBe('200 OK\n');
      expect(fieldNamed(reply, 'x-vouch-user')).toBe('ann@example.com');
      expect(fieldNamed(reply, 'x-vouch-success')).toBe('true');
      expect(fieldNamed(reply, 'x-vouch-idp-claims-groups')).toBe('"Website Users","ops"');
      expect(fieldNamed(reply, 'X-Vouch-IdP-Claims-Given-Name')).toBe('Ann');
      expect(fieldsNamed(reply, 'set-cookie')).toEqual([]);
    }
    expect(records).toHaveLength(3);
    expect(records[0]).toMatchObject({ decision: 'granted', subject: 'ann@example.com' });
  });

  it('has each field each time, empty for what is not known', async () => {
    const headers = headersOf({
      claims: ['groups', 'nothing', 'constructor', '__proto__'],
      accessToken: 'X-Vouch-IdP-AccessToken',
      idToken: 'X-Vouch-IdP-IdToken',
    });
    const { validate, cookieOf } = setUpVouch({ headers });
    const reply = await validate([cookieField(await cookieOf({ idToken: 'a.b.c' }))]);
    expect(fieldNamed(reply, 'x-vouch-idp-claims-nothing')).toBe('');
    expect(fieldNamed(reply, 'x-vouch-idp-claims-constructor')).toBe('');
    expect(fieldNamed(reply, 'x-vouch-idp-accesstoken')).toBe('');
    expect(fieldNamed(reply, 'x-vouch-idp-idtoken')).toBe('a.b.c');
  });

  it('hands on no token that has no field', async () => {
    const { validate, cookieOf } = setUpVouch();
    const tokens = { accessToken: 'planted-a', idToken: 'planted-i', refreshToken: 'planted-r' };
    const reply = await validate([cookieField(await cookieOf(tokens))]);
    expect(JSON.stringify(reply)).not.toContain('planted');
  });

  it('writes claims that no field can have as empty, and never fails', async () => {
    const { validate, cookieOf } = setUpVouch();
    const customClaims = { groups: ['a","admin'], given_name: 'a\r\nSet-Cookie: x=1\u0000' };
    const reply = await validate([cookieField(await cookieOf({ customClaims }))]);
    expect(reply.status).toBe(200);
    expect(fieldNamed(reply, 'x-vouch-idp-claims-groups')).toBe('');
    expect(fieldNamed(reply, 'x-vouch-idp-claims-given-name')).toBe('');
    const emoji = await validate([cookieField(await cookieOf({ username: 'ann 😀 \u674e' }))]);
    const user = fieldNamed(emoji, 'x-vouch-user') as string;
    expect(Buffer.from(user, 'latin1').toString()).toBe('ann 😀 \u674e');
  });

  describe('where the token is', () => {
    it('is the cookie, the field, the second word of Authorization or the query', async () => {
      const { validate, cookieOf } = setUpVouch();
      const token = await cookieOf();
      const ways: readonly [HeaderField[], string][] = [
        [[cookieField(token)], '/validate'],
        [[['Cookie', `VouchCookie=${token}`]], '/validate'],
        [[['x-vouch-token', token]], '/validate'],
        [[['Authorization', `Bearer ${token}`]], '/validate'],
        [[['authorization', `Whatever ${token}`]], '/validate'],
        [[], `/validate?a=1&access_token=${token}`],
        [[], `/validate?access_token=${encodeURIComponent(token)}`],
      ];
      for (const [fields, target] of ways) {
        expect((await validate(fields, { target })).status).toBe(200);
        expect((await validate(fields, { target })).status).toBe(200);
      }
      expect((await validate([['authorization', token]])).status).toBe(401);
      expect((await validate([['cookie', `XVouchCookie=${token}`]])).status).toBe(401);
      expect((await validate([['cookie', `a=VouchCookie=${token}`]])).status).toBe(401);
    });

    it('is the first of them that is good', async () => {
      const { validate, cookieOf } = setUpVouch();
      const [ann, bob] = [await cookieOf(), await cookieOf({ username: 'bob@example.com' })];
      const user = async (fields: readonly HeaderField[], target = '/validate') =>
        fieldNamed(await validate(fields, { target }), 'x-vouch-user');
      for (let look = 0; look < 2; look++) {
        expect(await user([['x-vouch-token', bob], cookieField(ann)])).toBe('ann@example.com');
        expect(await user([cookieField('planted'), ['authorization', `Bearer ${bob}`]])).toBe(
          'bob@example.com',
        );
        expect(await user([['cookie', `VouchCookie=planted; VouchCookie=${bob}`]])).toBe(
          'bob@example.com',
        );
        expect(
          await user([
            ['authorization', 'x y'],
            ['authorization', `x ${bob}`],
          ]),
        ).toBe('bob@example.com');
      }
    });

    it('is in parts, of which all are there, once', async () => {
      const { validate, cookieOf } = setUpVouch();
      const token = await cookieOf();
      const [one, two, three] = [token.slice(0, 50), token.slice(50, 90), token.slice(90)];
      const ask = (text: string) => validate([['cookie', text]]);
      const good = `VouchCookie_2of3=${two}; VouchCookie_1of3=${one}; VouchCookie_3of3=${three}`;
      expect((await ask(good)).status).toBe(200);
      expect((await ask(good)).status).toBe(200);
      expect((await ask(`VouchCookie_1of3=${one}; VouchCookie_3of3=${three}`)).status).toBe(401);
      expect((await ask(`${good}; VouchCookie_1of3=${one}`)).status).toBe(401);
      expect((await ask(`VouchCookie=planted; ${good}`)).status).toBe(200);
    });

    it.each([
      'VouchCookie_1of10000000000=x',
      'VouchCookie_1of2e9=x',
      'VouchCookie_0of2=x; VouchCookie_1of2=y',
      'VouchCookie_9of9=x',
      'VouchCookie_of=x',
      'VouchCookie_1=x',
      'VouchCookie_1of=x',
      'VouchCookie_of1=x',
      'VouchCookie_-1of2=x',
      'VouchCookie_1of2of3=x',
      'VouchCookie_=x',
      '',
      '=',
      ';;;',
      'VouchCookie',
    ])('is not in %j, which costs nothing', async (text) => {
      const { validate } = setUpVouch();
      const begun = performance.now();
      expect((await validate([['cookie', text]])).status).toBe(401);
      expect(performance.now() - begun).toBeLessThan(1000);
    });

    it('is in nothing that anybody makes up (property)', async () => {
      const { validate } = setUpVouch();
      const part = fc.constantFrom(
        'VouchCookie',
        '_',
        '1',
        'of',
        '2',
        '99999999',
        '=',
        'x',
        '; ',
        ';',
        ' ',
        '"',
      );
      await fc.assert(
        fc.asyncProperty(fc.array(part), async (parts) => {
          expect((await validate([['cookie', parts.join('')]])).status).toBe(401);
        }),
      );
    });
  });

  describe('what was seen before', () => {
    /** Beside the answers, what was verified for them. */
    function setUpWatched() {
      const decoded: string[] = [];
      const { codec } = setUpVouch();
      const decode = (value: string) => {
        decoded.push(value);
        return codec.decode(value);
      };
      return { ...setUpVouch({}, { codec: { ...codec, decode } }), decoded };
    }

    it('is not verified again, on the host where it was seen', async () => {
      const { validate, cookieOf, decoded } = setUpWatched();
      const cookie = cookieField(await cookieOf());
      for (let look = 0; look < 3; look++) expect((await validate([cookie])).status).toBe(200);
      expect(decoded).toHaveLength(1);
      await validate([cookie], { host: 'other.example.com' });
      expect(decoded).toHaveLength(2);
      for (const host of ['other.example.com', APP_HOST]) {
        expect((await validate([cookie], { host })).status).toBe(200);
      }
      expect(decoded).toHaveLength(2);
      for (let host = 0; host < 20; host++) {
        expect((await validate([cookie], { host: `${host}.example.com` })).status).toBe(200);
      }
      expect(decoded).toHaveLength(22);
      await validate([cookie]);
      expect(decoded).toHaveLength(23);
    });

    it('is not verified again in parts either, and no part of it may be another', async () => {
      const { validate, cookieOf, decoded } = setUpWatched();
      const token = await cookieOf();
      const [one, two] = [token.slice(0, 100), token.slice(100)];
      const inParts = (first: string) =>
        [['cookie', `VouchCookie_1of2=${first}; VouchCookie_2of2=${two}`]] as const;
      for (let look = 0; look < 3; look++) expect((await validate(inParts(one))).status).toBe(200);
      expect(decoded).toHaveLength(1);
      const letter = one.endsWith('A') ? 'B' : 'A';
      expect((await validate(inParts(one.slice(0, -1) + letter))).status).toBe(401);
      expect((await validate(inParts(one))).status).toBe(200);
      expect(decoded).toHaveLength(2);
    });

    it('is verified again where its answer is long: of one cookie thousands would be kept', async () => {
      const { validate, cookieOf, decoded } = setUpWatched();
      const long = { customClaims: { given_name: 'a'.repeat(17_000) } };
      const cookie = cookieField(await cookieOf(long));
      for (let look = 0; look < 2; look++) expect((await validate([cookie])).status).toBe(200);
      expect(decoded).toHaveLength(2);
    });

    it('is over at its end', async () => {
      const { validate, cookieOf, clock } = setUpVouch();
      const cookie = cookieField(await cookieOf({ expiresAt: clock.seconds() + 100 }));
      expect((await validate([cookie])).status).toBe(200);
      clock.advance(99);
      expect((await validate([cookie])).status).toBe(200);
      clock.advance(200);
      expect((await validate([cookie])).status).toBe(401);
    });

    it('is dead once it was ended, also as another text of the same token', async () => {
      const { gateway, validate, cookieOf } = setUpVouch();
      const token = await cookieOf();
      const cookie = cookieField(token);
      const bytes = gunzipSync(Buffer.from(token, 'base64url'));
      const texts = [token, bytes.toString(), gzipSync(bytes, { level: 1 }).toString('base64url')];
      for (const text of texts) expect((await validate([cookieField(text)])).status).toBe(200);
      const other = cookieField(await cookieOf({ username: 'bob@example.com' }));
      const call = {
        method: 'GET',
        target: '/logout',
        headers: [['host', 'vouch.example.com'], cookie] as const,
      };
      await gateway.handle({
        ...call,
        body: null,
        peer: { address: undefined },
        signal: AbortSignal.abort(),
      });
      for (const text of texts) {
        const reply = await validate([cookieField(text)]);
        expect(reply.status).toBe(401);
        expect(fieldNamed(reply, 'x-vouch-error')).toBe('the jwt was ended by a sign-out');
      }
      expect((await validate([other])).status).toBe(200);
    });

    it('is not let in where the store cannot say whether it was ended', async () => {
      const store = {
        get: () => Promise.reject(new DrawbridgeError('store_unavailable')),
      } as unknown as Store;
      const { cookieOf, validate, log } = setUpVouch({}, { store });
      const reply = await validate([cookieField(await cookieOf())]);
      expect(reply.status).toBe(503);
      expect(fieldNamed(reply, 'x-vouch-user')).toBeUndefined();
      expect(log.entries.at(-1)).toMatchObject({ level: 'warn', event: 'request not decided' });
    });
  });

  describe('under publicAccess', () => {
    it('answers 200 with nobody in it, whatever is wrong, and never for a host that it is not for', async () => {
      const { validate, cookieOf, log } = setUpVouch({ publicAccess: true });
      const cookie = cookieField(await cookieOf());
      const bare = await validate();
      expect(log.entries.at(-1)).toMatchObject({ event: 'request let through unsigned' });
      const nobody = [
        bare,
        await validate([cookieField('x')]),
        await validate([cookie], { host: 'evil.test' }),
      ];
      for (const reply of nobody) {
        expect(reply.status).toBe(200);
        expect(replyText(reply)).toBe('200 OK\n');
        expect(fieldNamed(reply, 'x-vouch-user')).toBe('');
        expect(fieldNamed(reply, 'x-vouch-success')).toBe('');
        expect(fieldNamed(reply, 'x-vouch-idp-claims-groups')).toBe('');
      }
      // What was refused for one host is not remembered for another, nor the other way round.
      expect(fieldNamed(await validate([cookie]), 'x-vouch-user')).toBe('ann@example.com');
      expect(fieldNamed(await validate([cookie], { host: 'evil.test' }), 'x-vouch-user')).toBe('');
    });
  });

  describe('by whatever way a proxy asks', () => {
    it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND', 'TRACE'])(
      'decides about %s',
      async (method) => {
        const { validate, cookieOf } = setUpVouch();
        expect((await validate([], { method })).status).toBe(401);
        const reply = await validate([cookieField(await cookieOf())], { method });
        expect(reply.status).toBe(200);
        expect(fieldNamed(reply, 'x-vouch-user')).toBe('ann@example.com');
      },
    );

    it('answers HEAD as GET, without a body', async () => {
      const { validate, cookieOf } = setUpVouch();
      const cookie = cookieField(await cookieOf());
      for (const fields of [[], [cookie], [cookie]]) {
        const [get, head] = [await validate(fields), await validate(fields, { method: 'HEAD' })];
        expect(head).toEqual({ ...get, body: null });
      }
    });

    it.each([
      '/validate/',
      '/validate/a/b?x=1',
      '/validate/../logout',
      '/validate//login',
      '/validate/%2e%2e/%2f',
      '/validate?rd=https://evil.test',
      '/_external-auth-QWxwaGE',
      '/_external-auth-x?y=/',
    ])('decides at %s', async (target) => {
      const { validate, cookieOf } = setUpVouch();
      expect((await validate([], { target })).status).toBe(401);
      expect((await validate([cookieField(await cookieOf())], { target })).status).toBe(200);
    });

    it.each([
      '/validatex',
      '/Validate',
      '/validate%2f',
      '/_external-auth-',
      '/_external-auth-a/b',
      '/x/validate',
      '/',
    ])('says nothing of anybody at %s', async (target) => {
      const { validate, cookieOf } = setUpVouch();
      const reply = await validate([cookieField(await cookieOf())], { target });
      expect(reply.status).toBe(404);
      expect(fieldNamed(reply, 'x-vouch-user')).toBeUndefined();
    });
  });

  it('is below the document root, and nowhere else', async () => {
    const { validate, cookieOf } = setUpVouch({ documentRoot: '/sso' });
    const cookie = cookieField(await cookieOf());
    expect((await validate([cookie], { target: '/sso/validate' })).status).toBe(200);
    expect((await validate([cookie], { target: '/validate' })).status).toBe(404);
  });

  it('shows a page in the testing mode, with what a 200 has', async () => {
    const { validate, cookieOf } = setUpVouch({
      testing: true,
      testUrls: ['https://app.example.com/'],
    });
    const reply = await validate([cookieField(await cookieOf({ username: '<b>ann' }))]);
    expect(reply.status).toBe(200);
    expect(replyText(reply)).toContain('user authorized &lt;b&gt;ann');
    expect(replyText(reply)).toContain('<a href="https://app.example.com/">');
    expect(fieldNamed(reply, 'x-vouch-user')).toBe('<b>ann');
  });

  it('tells the log who and why, and no token', async () => {
    const { validate, cookieOf, log } = setUpVouch();
    const token = await cookieOf({ accessToken: 'planted-token' });
    await validate([cookieField(token)], { target: `/validate?access_token=${token}` });
    await validate([cookieField(token)], { host: 'evil.test' });
    await validate([cookieField(`${token}x`)]);
    await validate();
    expect(log.text()).not.toContain(token.slice(0, 40));
    expect(log.text()).not.toContain('planted');
    expect(
      log.entries.map(({ level, event, fields }) => [
        level,
        event,
        fields['code'],
        fields['subject'],
      ]),
    ).toEqual([
      ['debug', 'request allowed', undefined, 'ann@example.com'],
      ['info', 'request refused', 'audience_mismatch', undefined],
      ['info', 'request refused', expect.any(String), undefined],
      ['debug', 'request sent to sign in', 'credentials_missing', undefined],
    ]);
  });
});
