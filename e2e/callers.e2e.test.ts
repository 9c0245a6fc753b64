import { writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Certificate, certify, certifyExpired } from '../tools/certify.ts';
import { describeWith } from '../tools/describe-with.ts';
import type { RunningCommand } from './support/command.ts';
import { ACCEPTED, ISSUER } from './support/exchange.ts';
import { createStage } from './support/stage.ts';
import { startUpstream, type Upstream } from './support/upstream.ts';

const stage = createStage();
afterAll(() => stage.clear());

const SECRET = 'PLANTED:s%cret/ü';
const GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';

let upstream: Upstream;
let command: RunningCommand;
let url: string;
let server: Certificate;
let builder: Certificate;
let stranger: Certificate;
let former: Certificate;

describeWith(['openssl'], 'callers of an exchange over TLS', () => {
  beforeAll(async () => {
    const folder = await stage.folder();
    upstream = await startUpstream(stage, ACCEPTED);
    const authority = await certify(folder, 'authority', '');
    server = await certify(folder, 'server', 'IP:127.0.0.1');
    builder = await certify(folder, 'builder', 'URI:spiffe://acme/builder', authority);
    former = await certifyExpired(folder, 'former', 'URI:spiffe://acme/builder', authority);
    stranger = await certify(folder, 'stranger', 'URI:spiffe://acme/builder');
    await writeFile(join(folder, 'secret'), `${SECRET}\n`);
    const config = join(folder, 'drawbridge.yaml');
    await writeFile(
      config,
      JSON.stringify({
        version: 1,
        data: 'data',
        exchange: {
          issuer: ISSUER,
          listen: '127.0.0.1:0',
          tls: {
            certificateFile: 'server.pem',
            keyFile: 'server.key',
            clientCaFile: 'authority.pem',
          },
          upstreams: [{ issuer: upstream.issuer, audiences: [ACCEPTED] }],
          clients: [
            { id: 'runners', secret: { file: 'secret' } },
            { id: 'builder', certificate: { uri: 'spiffe://acme/builder' } },
          ],
          rules: [
            {
              name: 'secret',
              match: { issuer: upstream.issuer, client: 'runners' },
              grant: { audience: 'for-runners' },
            },
            {
              name: 'certificate',
              match: { issuer: upstream.issuer, client: 'builder' },
              grant: { audience: 'for-builders' },
            },
            {
              name: 'anybody',
              match: { issuer: upstream.issuer, claims: { sub: { regex: 'a(l|x)ice' } } },
              grant: {
                audience: ['first', 'second', 'https://third.example/api'],
                claims: { sub: 'user:{sub}', tags: { list: ['{sub}'], n: 1 } },
                lifetime: 60,
              },
            },
          ],
        },
      }),
    );
    command = await stage.start(['serve', 'exchange', '--config', config]);
    const [, found = ''] = await command.waitFor(
      'stderr',
      /event="exchange ready" .*listening=(https:\/\/\S+)\n/,
    );
    url = found;
  });

  interface Answer {
    readonly status: number;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly json: Readonly<Record<string, unknown>>;
  }

  /** Posts a form. */
  function post(
    fields: readonly (readonly [string, string])[],
    headers: Readonly<Record<string, string>> = {},
    own?: Certificate,
  ): Promise<Answer> {
    const body = new URLSearchParams(fields.map(([name, value]) => [name, value])).toString();
    const type = {
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
    };
    return new Promise((resolve, reject) => {
      const call = request(
        `${url}/token`,
        {
          method: 'POST',
          agent: false,
          ca: server.cert,
          headers: { ...type, ...headers },
          ...(own !== undefined && { cert: own.cert, key: own.key }),
        },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk;
          });
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              json: JSON.parse(text) as Record<string, unknown>,
            }),
          );
        },
      );
      call.on('error', reject).end(body);
    });
  }

  async function exchange(
    extra: readonly (readonly [string, string])[] = [],
    headers?: Readonly<Record<string, string>>,
    own?: Certificate,
  ): Promise<Answer> {
    const token = await upstream.issue({ sub: 'alice' });
    return post([['token', token], ...extra], headers, own);
  }

  function claimsOf({ json }: Answer) {
    return decodeJwt(String(json['access_token']));
  }

  /** RFC 6749 section 2.3.1: both are form-encoded first. */
  function basic(id: string, secret: string): Readonly<Record<string, string>> {
    const encode = (text: string) => new URLSearchParams({ x: text }).toString().slice(2);
    const pair = `${encode(id)}:${encode(secret)}`;
    return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
  }

  describe('a caller of the token endpoint', () => {
    test('who is nobody in particular gets what anybody may', async () => {
      const answer = await exchange();
      expect(answer.status).toBe(200);
      expect(claimsOf(answer)).toMatchObject({
        aud: 'first',
        sub: 'user:alice',
        tags: { list: ['alice'], n: 1 },
      });
    });

    test('is a client by Basic, or by the body', async () => {
      expect(claimsOf(await exchange([], basic('runners', SECRET)))).toMatchObject({
        aud: 'for-runners',
      });
      const body = await exchange([
        ['client_id', 'runners'],
        ['client_secret', SECRET],
      ]);
      expect(claimsOf(body)).toMatchObject({ aud: 'for-runners' });
    });

    test('is a client by its certificate, with or without its id', async () => {
      expect(claimsOf(await exchange([], {}, builder))).toMatchObject({ aud: 'for-builders' });
      const named = await exchange([['client_id', 'builder']], {}, builder);
      expect(claimsOf(named)).toMatchObject({ aud: 'for-builders' });
    });

    test.each([
      ['that no authority of ours made', () => stranger],
      ['whose time is over', () => former],
    ])('is nobody with a certificate %s', async (_, own) => {
      expect(claimsOf(await exchange([], {}, own()))).toMatchObject({ aud: 'first' });
      expect(await exchange([['client_id', 'builder']], {}, own())).toMatchObject({
        status: 401,
        json: { error: 'invalid_client' },
      });
    });

    test.each([
      ['a wrong secret', basic('runners', 'wrong')],
      ['an id that is not there', basic('nobody', SECRET)],
      ['a client of another kind', basic('builder', SECRET)],
      ['an empty secret', basic('runners', '')],
      ['a bearer token', { authorization: 'Bearer abc' }],
      ['no base64', { authorization: 'Basic !' }],
    ])('is refused with %s, and told how to do it', async (_, headers) => {
      const { status, headers: answered, json } = await exchange([], headers);
      expect({ status, json }).toMatchObject({
        status: 401,
        json: { error: 'invalid_client', code: 'client_unknown' },
      });
      expect(answered['www-authenticate']).toBe('Basic realm="token"');
    });

    test('who asks for what only a client may have is told so', async () => {
      expect(await exchange([['audience', 'for-runners']])).toMatchObject({
        status: 401,
        json: { error: 'invalid_client' },
      });
    });
  });

  describe('a request by the letter of RFC 8693', () => {
    const subject = async () => upstream.issue({ sub: 'alice' });

    test('gets JSON with the issued type, and several audiences', async () => {
      const answer = await post(
        [
          ['grant_type', GRANT],
          ['subject_token', await subject()],
          ['subject_token_type', ID_TOKEN],
          ['requested_token_type', JWT],
          ['audience', 'second'],
          ['audience', 'first'],
          ['resource', 'https://third.example/api'],
          ['scope', 'openid'],
        ],
        { accept: '*/*' },
      );
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toBe('application/json');
      expect(answer.json).toMatchObject({
        issued_token_type: JWT,
        token_type: 'N_A',
        expires_in: 60,
      });
      expect(claimsOf(answer).aud).toEqual(['second', 'first', 'https://third.example/api']);
      expect(decodeProtectedHeader(String(answer.json['access_token'])).typ).toBe('JWT');
    });

    test.each([
      ['another grant', [['grant_type', 'client_credentials']], 'unsupported_grant_type'],
      ['no subject token type', [['subject_token_type', '']], 'invalid_request'],
      [
        'an access token',
        [['subject_token_type', ID_TOKEN.replace('id_', 'access_')]],
        'invalid_request',
      ],
      [
        'a SAML assertion wanted',
        [['requested_token_type', 'urn:ietf:params:oauth:token-type:saml2']],
        'invalid_request',
      ],
      [
        'an actor',
        [
          ['actor_token', 'x'],
          ['actor_token_type', JWT],
        ],
        'invalid_request',
      ],
      ['a scope', [['scope', 'openid admin']], 'invalid_scope'],
      [
        'an audience that no rule names',
        [
          ['audience', 'first'],
          ['audience', 'x'],
        ],
        'invalid_target',
      ],
      ['a resource that no rule names', [['resource', 'https://else.example']], 'invalid_target'],
      ['a resource that is relative', [['resource', '/api']], 'invalid_target'],
      [
        'a resource with a fragment',
        [['resource', 'https://third.example/api#x']],
        'invalid_target',
      ],
    ] as const)('is refused for %s', async (_, changes, error) => {
      const fields = new Map<string, readonly string[]>([
        ['grant_type', [GRANT]],
        ['subject_token', [await subject()]],
        ['subject_token_type', [ID_TOKEN]],
      ]);
      for (const [name] of changes) fields.set(name, []);
      for (const [name, value] of changes) fields.set(name, [...(fields.get(name) ?? []), value]);
      const answer = await post(
        [...fields].flatMap(([name, values]) => values.map((value) => [name, value] as const)),
      );
      expect(answer).toMatchObject({ status: 400, json: { error } });
      expect((await exchange()).status).toBe(200);
    });
  });

  test('the log tells what was missing, and no secret', async () => {
    await exchange([['audience', 'unheard-of']]);
    await command.waitFor('stderr', /\\"audience\\":\\"unheard-of\\"/);
    const output = stage.output();
    expect(output).toContain('caller=runners');
    expect(output).not.toContain('PLANTED');
    expect(command.stdout()).toBe('');
  });
});
