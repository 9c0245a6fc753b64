import { decodeToken, type ErrorCode, ERRORS, type PeerCertificate } from '@drawbridge/core';
import { compileRules } from '@drawbridge/rules';
import {
  createLogRecorder,
  createTestClock,
  createTestIssuer,
  createTestKeyRing,
  createTestVerifier,
  forgeHostileTokens,
  replyJson,
  replyText,
  testCall,
  type TestCallOptions,
  testKey,
} from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { createExchange } from './create-exchange.ts';

async function setUp() {
  const clock = createTestClock();
  const issuer = await createTestIssuer({ clock });
  const log = createLogRecorder();
  const service = createExchange({
    issuer: 'https://public.test',
    verifier: createTestVerifier(issuer),
    rules: await compileRules([
      { name: 'ci', match: { issuer: issuer.issuer }, grant: { audience: 'aws' } },
    ]),
    keyRing: await createTestKeyRing({ clock }),
    clock,
    log,
  });
  const post = (body: TestCallOptions['body'] | undefined, type = 'application/json') =>
    service.handle(
      testCall({
        method: 'POST',
        target: '/token',
        headers: [['content-type', type]],
        ...(body !== undefined && { body }),
      }),
    );
  const exchange = (token: unknown) => post(JSON.stringify({ token }));
  return { clock, issuer, log, service, post, exchange };
}

function describeFault(code: ErrorCode) {
  return { error: ERRORS[code].error, code };
}

describe('createExchange answers a bad request in the form of RFC 6749 section 5.2', () => {
  const requests: readonly (readonly [
    what: string,
    body: TestCallOptions['body'] | undefined,
    type: string,
    status: number,
    code: ErrorCode,
  ])[] = [
    ['no body', undefined, 'application/json', 400, 'body_missing'],
    ['an empty body', '', 'application/json', 400, 'body_missing'],
    ['a wrong type', '{"token":"a"}', 'text/plain', 415, 'media_type_unsupported'],
    [
      'a body over the limit',
      Array<string>(70).fill('x'.repeat(1024)),
      'application/jwt',
      413,
      'body_too_large',
    ],
    ['broken JSON', '{"token":', 'application/json', 400, 'body_malformed'],
    [
      'a member twice, under two spellings',
      String.raw`{"token":"a","\u0074oken":"b"}`,
      'application/json',
      400,
      'body_malformed',
    ],
    [
      'a member twice, deep inside',
      '{"x":[{"y":1,"y":1}]}',
      'application/json',
      400,
      'body_malformed',
    ],
    ['a token without quotes', '{"token":a.b.c}', 'application/json', 400, 'body_malformed'],
    ['a list', '[]', 'application/json', 400, 'body_malformed'],
    ['no token', '{}', 'application/json', 400, 'parameter_missing'],
    ['an empty token', '{"token":""}', 'application/json', 400, 'parameter_missing'],
    ['token null', '{"token":null}', 'application/json', 400, 'parameter_invalid'],
    ['a token in a list', '{"token":["a.b.c"]}', 'application/json', 400, 'parameter_invalid'],
    ['a token as a number', '{"token":1}', 'application/json', 400, 'parameter_invalid'],
    [
      'a token twice',
      'token=a&token=b',
      'application/x-www-form-urlencoded',
      400,
      'parameter_invalid',
    ],
    ['a token that is none', 'hello', 'application/jwt', 400, 'token_malformed'],
    ['five parts', 'a.b.c.d.e', 'application/jwt', 400, 'token_encrypted'],
    [
      'an alg that is none',
      '{"token":"a","alg":"none"}',
      'application/json',
      400,
      'algorithm_unavailable',
    ],
  ];

  it.each(requests)('%s', async (_, body, type, status, code) => {
    const { post, log } = await setUp();
    const reply = await post(body, type);
    expect(reply.status).toBe(status);
    expect(reply.headers).toContainEqual(['cache-control', 'no-store']);
    expect(reply.headers).toContainEqual(['content-type', 'application/json']);
    expect(replyJson(reply)).toMatchObject(describeFault(code));
    expect(log.entries).toMatchObject([{ level: 'info', fields: { code, status } }]);
  });

  it('every hostile token, for its own reason, and the good one after it is served', async () => {
    const { issuer, exchange } = await setUp();
    const good = await issuer.issue();
    expect((await exchange(good)).status).toBe(200);
    const wrong: string[] = [];
    for (const { name, token, code } of await forgeHostileTokens(issuer)) {
      // White space around a token is dropped here, so these two are the good one.
      if (token.trim() !== token && token !== '') continue;
      const reply = await exchange(token);
      const { code: found } = replyJson(reply) as { code: string };
      // What cannot be a token at all is refused before it is judged as one.
      const early = token === '' ? 'parameter_missing' : 'body_too_large';
      const expected = token === '' || token.length > 65_000 ? early : code;
      if (reply.status < 400 || found !== expected) {
        wrong.push(`${name}: ${reply.status} ${found}, not ${expected}`);
      }
    }
    expect(wrong).toEqual([]);
    expect((await exchange(good)).status).toBe(200);
    expect(issuer.requests.elsewhere).toBe(0);
  });
});

describe('createExchange', () => {
  it('answers 502 while the upstream is down, and 200 right after', async () => {
    const { issuer, log, exchange } = await setUp();
    const good = await issuer.issue();
    issuer.goDown();
    const reply = await exchange(good);
    expect(reply.status).toBe(502);
    expect(replyJson(reply)).toMatchObject(describeFault('upstream_unreachable'));
    expect(replyText(reply)).not.toContain('issuer.test');
    expect(log.entries).toMatchObject([{ level: 'warn', event: 'call not served' }]);
    issuer.comeUp();
    expect((await exchange(good)).status).toBe(200);
  });

  it('answers 502 while the upstream talks nonsense', async () => {
    const { issuer, exchange } = await setUp();
    issuer.answer('jwks', { body: '<html>' });
    const reply = await exchange(await issuer.issue());
    expect([reply.status, replyJson(reply)]).toMatchObject([502, { code: 'upstream_invalid' }]);
  });

  it('answers 500 without detail when it is broken itself, and logs it as an error', async () => {
    const { log, service } = await setUp();
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield new Uint8Array([0x7b]);
      throw new RangeError('PLANTED');
    }
    const reply = await service.handle({
      ...testCall({
        method: 'POST',
        target: '/token',
        headers: [['content-type', 'application/json']],
      }),
      body: broken(),
    });
    expect([reply.status, replyJson(reply)]).toMatchObject([500, { code: 'internal' }]);
    expect(replyText(reply)).not.toContain('PLANTED');
    expect(log.entries).toMatchObject([{ level: 'error', event: 'call failed' }]);
  });

  it.each(['/', '/token/', '//token', '/%74oken', '/./token', '/TOKEN', '/x/../token', ''])(
    'has nothing at %j',
    async (target) => {
      const { service } = await setUp();
      const reply = await service.handle(testCall({ method: 'POST', target }));
      expect(reply.status).toBe(404);
    },
  );

  it.each([
    ['GET', '/token', 'POST'],
    ['PUT', '/token', 'POST'],
    ['post', '/token', 'POST'],
    ['POST', '/.well-known/jwks.json', 'GET, HEAD'],
    ['TRACE', '/.well-known/openid-configuration', 'GET, HEAD'],
  ])('does not allow %s %s', async (method, target, allow) => {
    const { service } = await setUp();
    const reply = await service.handle(testCall({ method, target }));
    expect(reply.status).toBe(405);
    expect(reply.headers).toContainEqual(['allow', allow]);
  });

  it('serves discovery, and at the address found there the keys', async () => {
    const { service } = await setUp();
    const discovery = await service.handle(
      testCall({ target: '/.well-known/openid-configuration?x' }),
    );
    const { issuer, jwks_uri } = replyJson(discovery) as {
      issuer: string;
      jwks_uri: string;
    };
    const target = jwks_uri.slice(issuer.length);
    const jwks = await service.handle(testCall({ target }));
    expect(replyJson(jwks)).toEqual({ keys: [(await testKey('RS256', 'ring')).publicJwk] });
  });

  it('serves a token in each of the three forms', async () => {
    const { issuer, post } = await setUp();
    const token = await issuer.issue();
    const forms = {
      'application/json': JSON.stringify({ token }),
      'application/x-www-form-urlencoded': `token=${token}`,
      'application/jwt': `${token}\n`,
    };
    for (const [type, body] of Object.entries(forms)) {
      expect((await post(body, type)).status).toBe(200);
    }
  });

  it('closes', async () => {
    const { service } = await setUp();
    await expect(service.close()).resolves.toBeUndefined();
  });
});

describe('secrets', () => {
  it('appear in no log line and in no error reply, whatever is sent', async () => {
    const { issuer, log, post } = await setUp();
    const marker = 'PLANTED-SECRET';
    const good = await issuer.issue({ marker });
    const hostile = await forgeHostileTokens(issuer);
    const tokens = [good, ...hostile.map(({ token }) => token)].filter(
      (token) => token.length < 60_000,
    );
    const replies: string[] = [];
    const note = async (reply: ReturnType<typeof post>) => {
      const awaited = await reply;
      if (awaited.status >= 400) replies.push(JSON.stringify(awaited));
    };
    for (const token of tokens) {
      await note(post(JSON.stringify({ token })));
      await note(post(`{"token": ${token}, "${marker}`));
      await note(post(`token=${token}&token=${marker}`, 'application/x-www-form-urlencoded'));
      await note(post(JSON.stringify({ token, alg: marker })));
    }
    await note(post(marker, 'application/jwt'));
    await note(post(`{"${marker}"`, marker));
    issuer.answer('jwks', { status: 500, body: marker });

    expect(replies.length).toBeGreaterThan(tokens.length);
    const said = `${log.text()}\n${replies.join('\n')}`;
    expect(said).not.toContain(marker);
    // Every part long enough to tell it from a word: headers, claims and signatures.
    const parts = new Set(
      tokens.flatMap((token) => token.split('.')).filter((part) => part.length > 30),
    );
    expect([...parts].filter((part) => said.includes(part))).toEqual([]);
    for (const { pkcs8 } of [await testKey('RS256', 'ring'), issuer.key()]) {
      for (const line of pkcs8.split('\n').filter((text) => text.length > 30)) {
        expect(said).not.toContain(line);
      }
    }
    expect(said).not.toContain('PRIVATE KEY');
  });
});

describe('createExchange with clients', () => {
  const SECRET = 'PLANTED-SECRET:with%and+';
  const encode = (text: string) => new URLSearchParams([['', text]]).toString().slice(1);
  const basic = (id: string, secret: string) =>
    `Basic ${Buffer.from(`${encode(id)}:${encode(secret)}`).toString('base64')}`;
  const certificate: PeerCertificate = {
    der: new Uint8Array([1, 2]),
    dnsNames: ['b.test'],
    uris: [],
  };

  async function setUpClients() {
    const clock = createTestClock();
    const issuer = await createTestIssuer({ clock });
    const log = createLogRecorder();
    const match = { issuer: issuer.issuer };
    const service = createExchange({
      issuer: 'https://public.test',
      verifier: createTestVerifier(issuer),
      rules: await compileRules([
        {
          name: 'runners',
          match: { ...match, client: 'run:ners' },
          grant: { audience: ['aws', 'vault'] },
        },
        {
          name: 'builder',
          match: { ...match, client: 'builder' },
          grant: { audience: 'registry' },
        },
        { name: 'anybody', match, grant: { audience: ['https://low.test/', 'low'] } },
      ]),
      keyRing: await createTestKeyRing({ clock }),
      clock,
      log,
      clients: [
        { id: 'run:ners', secret: SECRET },
        { id: 'builder', certificate: { dns: 'b.test' } },
      ],
    });
    const token = await issuer.issue();
    const post = async (
      parameters: Readonly<Record<string, string | readonly string[]>>,
      {
        authorization,
        peer,
      }: { readonly authorization?: string; readonly peer?: PeerCertificate } = {},
    ) => {
      const pairs = Object.entries({ token, ...parameters }).flatMap(([name, value]) =>
        [value].flat().map((each): [string, string] => [name, each]),
      );
      const call = testCall({
        method: 'POST',
        target: '/token',
        headers: [
          ['content-type', 'application/x-www-form-urlencoded'],
          ['accept', 'application/json'],
          ...(authorization === undefined ? [] : ([['authorization', authorization]] as const)),
        ],
        body: new URLSearchParams(pairs).toString(),
      });
      const reply = await service.handle({
        ...call,
        peer: { ...call.peer, ...(peer !== undefined && { certificate: peer }) },
      });
      const body = replyJson(reply) as Record<string, string>;
      const minted = body['access_token'];
      return {
        reply,
        said: [reply.status, body['error'], body['code']],
        aud: minted === undefined ? undefined : decodeToken(minted).claims['aud'],
      };
    };
    return { post, log, token };
  }

  it('hands out by the first rule for the caller and all that it asks for', async () => {
    const { post } = await setUpClients();
    const runner = { authorization: basic('run:ners', SECRET) };
    expect((await post({}, runner)).aud).toBe('aws');
    expect((await post({ audience: 'vault' }, runner)).aud).toBe('vault');
    expect((await post({ audience: ['vault', 'aws', 'vault'] }, runner)).aud).toEqual([
      'vault',
      'aws',
    ]);
    expect((await post({ client_id: 'run:ners', client_secret: SECRET })).aud).toBe('aws');
    expect((await post({}, { peer: certificate })).aud).toBe('registry');
    expect((await post({ client_id: 'builder' }, { peer: certificate })).aud).toBe('registry');
    expect((await post({})).aud).toBe('https://low.test/');
    expect((await post({ resource: 'https://low.test/', audience: 'low' })).aud).toEqual([
      'low',
      'https://low.test/',
    ]);
    expect((await post({ audience: 'low' }, runner)).aud).toBe('low');
  });

  it('refuses the rest, each with its own error', async () => {
    const { post } = await setUpClients();
    const denied = [400, 'invalid_target', 'target_denied'];
    const unproven = [401, 'invalid_client', 'client_unknown'];
    expect((await post({ audience: 'gcp' })).said).toEqual(denied);
    expect(
      (await post({ audience: ['aws', 'low'] }, { authorization: basic('run:ners', SECRET) })).said,
    ).toEqual(denied);
    expect((await post({ audience: 'aws' })).said).toEqual(unproven);
    expect((await post({ audience: 'aws' }, { peer: certificate })).said).toEqual(unproven);
    expect((await post({}, { authorization: basic('run:ners', 'wrong') })).said).toEqual(unproven);
    expect((await post({}, { authorization: basic('nobody', SECRET) })).said).toEqual(unproven);
    expect((await post({}, { authorization: 'Bearer x' })).said).toEqual(unproven);
    // Who claims to be a client and is not is refused, though anybody might have the token.
    expect((await post({ client_id: 'builder', audience: 'low' })).said).toEqual(unproven);
    expect((await post({ resource: 'low' })).said).toEqual([
      400,
      'invalid_target',
      'target_malformed',
    ]);
  });

  it('says how to prove who one is with every 401 (RFC 6749 section 5.2)', async () => {
    const { post } = await setUpClients();
    const { reply } = await post({ audience: 'aws' });
    expect(reply.headers).toContainEqual(['www-authenticate', 'Basic realm="token"']);
  });

  it('shows no secret in a log line or in a reply', async () => {
    const { post, log, token } = await setUpClients();
    const good = basic('run:ners', SECRET);
    const said: string[] = [];
    for (const authorization of [
      good,
      `${good}x`,
      `${good}!`,
      `Bearer ${SECRET}`,
      basic('x', SECRET),
      SECRET,
    ]) {
      for (const parameters of [
        {},
        { client_id: 'run:ners' },
        { client_id: 'run:ners', client_secret: SECRET },
        { client_secret: SECRET },
        { client_secret: [SECRET, SECRET] },
        { client_assertion: SECRET },
        { audience: 'gcp' },
        { alg: SECRET },
        { scope: SECRET },
        { grant_type: SECRET },
        { actor_token: SECRET },
        { resource: `not a uri ${SECRET}` },
        { subject_token_type: SECRET },
      ]) {
        const { reply } = await post(parameters, { authorization });
        if (reply.status !== 200) said.push(JSON.stringify(reply));
      }
    }
    expect(said.length).toBeGreaterThan(60);
    const all = `${log.text()}\n${said.join('\n')}`;
    for (const planted of ['PLANTED', good.slice(6), encode(SECRET), ...token.split('.')]) {
      expect(all).not.toContain(planted);
    }
    expect(log.text()).toContain('"caller":"run:ners"');
  });
});

describe('createExchange serves below a base path', () => {
  async function paths(issuer: string, basePath?: string) {
    const exchange = createExchange({
      issuer,
      ...(basePath !== undefined && { basePath }),
      verifier: createTestVerifier(await createTestIssuer()),
      rules: await compileRules([
        { name: 'ci', match: { issuer: 'https://ci.test' }, grant: { audience: 'aws' } },
      ]),
      keyRing: await createTestKeyRing(),
      clock: createTestClock(),
      log: createLogRecorder(),
    });
    return async (method: string, target: string) =>
      (await exchange.handle(testCall({ method, target }))).status;
  }

  it('that is the path of the issuer, and nothing beside it', async () => {
    const ask = await paths('https://public.test/team/one');
    expect(await ask('GET', '/team/one/.well-known/openid-configuration')).toBe(200);
    expect(await ask('GET', '/team/one/.well-known/jwks.json?x')).toBe(200);
    expect(await ask('POST', '/team/one/token')).toBe(415);
    for (const target of [
      '/.well-known/openid-configuration',
      '/token',
      '/team/one',
      '/team/one/',
      '/team/onetoken',
      '/team/%6fne/token',
      '/team/one/../one/token',
      '//team/one/token',
    ]) {
      expect([target, await ask('POST', target)]).toEqual([target, 404]);
    }
  });

  it('that a proxy takes away, or puts there', async () => {
    const stripped = await paths('https://public.test/team', '/');
    expect(await stripped('GET', '/.well-known/jwks.json')).toBe(200);
    expect(await stripped('GET', '/team/.well-known/jwks.json')).toBe(404);
    const put = await paths('https://public.test', '/below');
    expect(await put('GET', '/below/.well-known/jwks.json')).toBe(200);
    expect(await put('GET', '/.well-known/jwks.json')).toBe(404);
    await expect(paths('https://public.test', '/below/')).rejects.toThrow(TypeError);
  });

  it.each([
    ['nonsense', 'the issuer is not an absolute URL'],
    ['http://public.test', 'the issuer is not an https URL'],
    ['https://public.test?a', 'the issuer has a query'],
    ['https://PUBLIC.test', 'the issuer is not in its plain spelling, https://public.test'],
  ])('never that of %s, which no relying party could follow', async (issuer, said) => {
    await expect(paths(issuer)).rejects.toThrow(new TypeError(said));
  });
});

describe('the documents of createExchange', () => {
  it('are the same as those of the whole', async () => {
    const { service } = await setUp();
    for (const target of ['/.well-known/openid-configuration', '/.well-known/jwks.json']) {
      const call = testCall({ target });
      expect(await service.documents.handle(call)).toEqual(await service.handle(call));
    }
  });

  it.each(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'post', 'CONNECT'])(
    'have no token endpoint for %s, in any spelling, and read no body',
    async (method) => {
      const { service, issuer, log } = await setUp();
      const token = await issuer.issue();
      for (const target of [
        '/token',
        '/token?',
        '/token/',
        '//token',
        '/./token',
        '/%74oken',
        '/.well-known/../token',
        '/.well-known/jwks.json/../../token',
        'http://public.test/token',
        'token',
        '*',
      ]) {
        const reply = await service.documents.handle(
          testCall({
            method,
            target,
            headers: [['content-type', 'application/jwt']],
            body: token,
          }),
        );
        expect([target, reply.status]).toEqual([target, 404]);
      }
      expect(log.text()).not.toContain('token exchanged');
    },
  );
});
