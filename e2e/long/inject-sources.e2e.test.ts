import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeToken } from '@drawbridge/core';
import { listenTestIssuer } from '@drawbridge/testing/node';
import { calculateJwkThumbprint, exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { certify } from '../../tools/certify.ts';
import { describeWith } from '../../tools/describe-with.ts';
import { giveKeys } from '../support/given-keys.ts';
import { ACCEPTED, ISSUER, readyAt } from '../support/exchange.ts';
import { ask, codeOf, injectAt, startInject, startInjectOf } from '../support/inject.ts';
import { keepTestLogin } from '../support/kept-login.ts';
import { type ProtectedRemote, startRemote } from '../support/protected-remote.ts';
import { startRotatingProvider } from '../support/rotating-provider.ts';
import { answerJson, startScripted } from '../support/scripted-endpoint.ts';
import { createStage } from '../support/stage.ts';
import { startUpstream } from '../support/upstream.ts';

const stage = createStage();
afterAll(() => stage.clear());

const sentTo = ({ calls }: ProtectedRemote) =>
  calls.map(({ headers }) => headers.authorization?.replace('Bearer ', ''));
const claimsOf = (token: string | undefined) => decodeToken(token ?? '').claims;

describe('where drawbridge inject has its token from', () => {
  it.concurrent('a person: until it expires, and then it says so', async () => {
    const remote = await startRemote(stage);
    const issuer = await listenTestIssuer();
    stage.later(() => issuer.close());
    const exp = Math.floor(Date.now() / 1000) + 12;
    const GIVEN = await issuer.issueAccess({ exp });
    const command = await startInject(stage, [remote.url, '--access-token', 'GIVEN'], {
      env: { GIVEN },
    });
    const url = await injectAt(command);
    expect((await ask(url)).status).toBe(200);
    await vi.waitFor(async () => expect((await ask(url)).status).toBe(502), 30_000);
    const over = await ask(url);
    expect([codeOf(over), over.text]).toEqual(['sign_in_needed', expect.stringMatching(/sign/i)]);
    const until = new Date(exp * 1000).toISOString().replace('.000', '');
    await command.waitFor('stderr', new RegExp(`given expired at ${until}, and nothing renews it`));
    expect(new Set(sentTo(remote))).toEqual(new Set([GIVEN]));
    expect(stage.output()).not.toContain(GIVEN);
    const again = await startInject(stage, [remote.url, '--access-token', 'GIVEN'], {
      env: { GIVEN },
    });
    expect(await again.exited).toEqual({ code: 1, signal: null });
    expect(again.stderr()).toContain(`expired at ${until}`);
  });

  it.concurrent('a file, which is read again when the one in it is refused', async () => {
    const file = join(await stage.folder(), 'token');
    await writeFile(file, 'planted-1\n');
    let good = 'planted-1';
    const remote = await startRemote(stage, (value) => value === `Bearer ${good}`);
    const url = await injectAt(await startInject(stage, [remote.url, '--token-file', file]));
    expect((await ask(url)).status).toBe(200);
    good = 'planted-2';
    await writeFile(file, JSON.stringify({ access_token: good, expires_in: 3600 }));
    await vi.waitFor(async () => expect((await ask(url)).status).toBe(200), 10_000);
    // Half written, or gone: the one at hand is used meanwhile.
    await writeFile(file, '{"access_tok');
    expect((await ask(url)).status).toBe(200);
    expect(sentTo(remote).at(-1)).toBe('planted-2');
  });

  it.concurrent('a program, which is run again ahead of the end', async () => {
    const count = join(await stage.folder(), 'count');
    const program = `
      const fs = require('node:fs');
      fs.appendFileSync(process.argv[1], '.');
      const access_token = 'planted-' + fs.readFileSync(process.argv[1]).length;
      console.log(JSON.stringify({ access_token, expires_in: 4 }));`;
    const remote = await startRemote(stage);
    const token = { command: [process.execPath, '-e', program, count] };
    const url = await injectAt(await startInjectOf(stage, { upstream: remote.url, token }));
    const last = async () => {
      expect((await ask(url)).status).toBe(200);
      return sentTo(remote).at(-1);
    };
    expect(await last()).toBe('planted-1');
    await vi.waitFor(async () => expect(await last()).toMatch(/^planted-[3-9]$/), 20_000);
    expect(stage.output()).not.toContain('planted-1');
  });

  it.concurrent('a login: its ID token, renewed; and where a person is needed, 503 and the command for it in the log', async () => {
    const remote = await startRemote(stage);
    const { data, idToken } = await keepTestLogin(stage, { left: -10 });
    const command = await startInject(stage, [remote.url, '--login', 'dev'], { data });
    const url = await injectAt(command);
    expect(command.stderr()).toContain('with the ID token of the login dev');
    expect((await ask(url)).status).toBe(200);
    const [sent] = sentTo(remote);
    expect(sent).not.toBe(idToken);
    expect(claimsOf(sent)).toMatchObject({ sub: 'ann', aud: 'laptop' });
    expect(stage.output()).not.toContain(sent);

    const ended = await keepTestLogin(stage, { left: -10, isRenewed: false });
    const needy = await startInject(stage, [remote.url, '--login', 'dev'], { data: ended.data });
    const needyUrl = await injectAt(needy);
    const refused = await ask(needyUrl);
    expect([refused.status, codeOf(refused)]).toEqual([503, 'token_endpoint_unavailable']);
    expect(refused.text).not.toContain('drawbridge login');
    expect(needy.stderr()).toContain(`Run: drawbridge login --profile dev --data ${ended.data}`);
  });

  it.concurrent('our exchange, for an audience of each route, by path and by host', async () => {
    const upstream = await startUpstream(stage, ACCEPTED);
    const data = await stage.folder();
    await giveKeys(data);
    const config = join(data, 'drawbridge.yaml');
    const { issuer } = upstream;
    const exchange = {
      issuer: ISSUER,
      listen: '127.0.0.1:0',
      upstreams: [{ issuer, audiences: [ACCEPTED] }],
      rules: ['one', 'two', 'three'].map((audience) => ({
        name: audience,
        match: { issuer },
        grant: { audience, copy: ['sub'] },
      })),
    };
    await writeFile(config, JSON.stringify({ version: 1, data, exchange }));
    const served = await readyAt(await stage.start(['serve', 'exchange', '--config', config]));
    const file = join(data, 'subject');
    await writeFile(file, await upstream.issue({ sub: 'job 1' }));
    const remotes = await Promise.all([1, 2, 3].map(() => startRemote(stage)));
    const [one, two, three] = remotes as [ProtectedRemote, ProtectedRemote, ProtectedRemote];
    const command = await startInjectOf(stage, {
      routes: [
        { path: '/one', upstream: `${one.url}/base`, audience: 'one' },
        { host: 'two.localhost', upstream: two.url, audience: 'two' },
        { upstream: three.url, audience: 'three' },
      ],
      token: { tokenEndpoint: `${served}/token`, exchange: { subjectTokenFile: file } },
    });
    const url = await injectAt(command);
    expect((await ask(`${url}/one/a`)).text).toBe('GET /base/a');
    expect((await ask(`${url}/b`, { headers: { host: 'two.localhost' } })).text).toBe('GET /b');
    expect((await ask(`${url}/onet`)).text).toBe('GET /onet');
    expect((await ask(`${url}/b`, { headers: { host: 'three.localhost' } })).status).toBe(403);
    expect(remotes.map((remote) => sentTo(remote).map(claimsOf))).toMatchObject(
      ['one', 'two', 'three'].map((aud) => [{ iss: ISSUER, aud, sub: 'job 1' }]),
    );
  });

  it.concurrent('a refresh token that routes share, its access token exchanged for each', async () => {
    const endpoint = await startScripted(stage, (form, response, number) => {
      const isRefresh = form.get('grant_type') === 'refresh_token';
      const access_token = isRefresh
        ? `access-${number}`
        : `${form.get('subject_token')}-for-${form.get('audience')}`;
      answerJson(response, {
        access_token,
        token_type: 'Bearer',
        expires_in: 3600,
        ...(isRefresh
          ? { refresh_token: 'refresh-1' }
          : { issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' }),
      });
    });
    const remote = await startRemote(stage);
    const upstream = remote.url;
    const token = {
      tokenEndpoint: endpoint.url,
      client: { id: 'c' },
      refreshToken: { env: 'REFRESH_TOKEN' },
    };
    const routes = [
      { path: '/a', upstream, audience: 'a' },
      { host: 'b.localhost', upstream, audience: 'b' },
      { upstream },
    ];
    const env = { REFRESH_TOKEN: 'refresh-0' };
    const url = await injectAt(await startInjectOf(stage, { routes, token }, { env }));
    await ask(`${url}/a`);
    await ask(`${url}/`, { headers: { host: 'b.localhost' } });
    await ask(`${url}/`);
    expect(sentTo(remote)).toEqual(['access-1-for-a', 'access-1-for-b', 'access-1']);
    const refreshes = endpoint.requests.filter((form) => form.has('refresh_token'));
    expect(refreshes).toHaveLength(1);
  });
});

describeWith(['openssl'], 'clients that prove who they are with a key', () => {
  it('by private_key_jwt and in the TLS handshake, for themselves and for a person', async () => {
    const folder = await stage.folder();
    const authority = await certify(folder, 'authority', '');
    const [here, vouched] = await Promise.all([
      certify(folder, 'here', 'IP:127.0.0.1', authority),
      certify(folder, 'vouched', '', authority),
    ]);
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const keyFile = join(folder, 'client.key');
    await writeFile(keyFile, await exportPKCS8(privateKey), { mode: 0o600 });
    const jwk = await exportJWK(publicKey);
    const jwkFile = join(folder, 'client.jwk');
    const named = { alg: 'ES256', kid: 'as it is registered' };
    await writeFile(jwkFile, JSON.stringify({ ...(await exportJWK(privateKey)), ...named }), {
      mode: 0o600,
    });
    const provider = await startRotatingProvider(stage, {
      certificate: here,
      clientAuthority: authority.cert,
      clients: [
        {
          client_id: 'signs',
          token_endpoint_auth_method: 'private_key_jwt',
          jwks: { keys: [{ ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256' }] },
        },
        {
          client_id: 'signs by name',
          token_endpoint_auth_method: 'private_key_jwt',
          jwks: { keys: [{ ...jwk, ...named }] },
        },
        {
          client_id: 'shows',
          token_endpoint_auth_method: 'tls_client_auth',
          tls_client_auth_subject_dn: 'CN=vouched',
        },
      ],
    });
    const clients = [
      { id: 'signs', keyFile },
      { id: 'signs by name', keyFile: jwkFile },
      { id: 'shows', keyFile: vouched.keyFile, certificateFile: vouched.certFile },
    ];
    await Promise.all(
      clients.flatMap((client) =>
        [true, false].map(async (isOwn) => {
          const remote = await startRemote(stage);
          const way = isOwn ? { clientCredentials: true } : { refreshToken: { env: 'R' } };
          const env: Record<string, string> = isOwn ? {} : { R: await provider.signIn(client.id) };
          const token = {
            issuer: provider.issuer,
            caFile: authority.certFile,
            client,
            scope: 'read',
            ...way,
          };
          const started = await startInjectOf(stage, { upstream: remote.url, token }, { env });
          expect((await ask(await injectAt(started))).status).toBe(200);
          expect(claimsOf(sentTo(remote)[0])).toMatchObject({
            client_id: client.id,
            sub: isOwn ? client.id : 'alice',
          });
        }),
      ),
    );
  });
});
