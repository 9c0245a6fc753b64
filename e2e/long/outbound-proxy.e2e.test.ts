import { writeFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createTestIssuer, type TestIssuer } from '@drawbridge/testing';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Certificate, certify } from '../../tools/certify.ts';
import { describeWith } from '../../tools/describe-with.ts';
import { giveKeys } from '../support/given-keys.ts';
import { ACCEPTED, GRANTED, ISSUER, postToken, readyAt } from '../support/exchange.ts';
import { freePort } from '../support/free-port.ts';
import { type RunningProxy, startSquid, startTinyproxy } from '../support/proxies.ts';
import { createStage } from '../support/stage.ts';
import { startTlsUpstream } from '../support/tls-upstream.ts';

// The exchange in a network whose only way to the upstream is a proxy.

const stage = createStage();
afterAll(() => stage.clear());

const USER = { user: 'teller', password: 's3same_Word' };
/** An address of this machine that is not loopback, which never goes through a proxy. */
const HERE = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
/** A name that squid alone knows. */
const NAME = 'gitlab.bank.test';

interface Setting {
  readonly upstream: TestIssuer;
  readonly outbound?: object;
  /** Of the upstream alone. */
  readonly caFile?: string;
}

async function configure({ upstream, outbound, caFile }: Setting): Promise<string> {
  const data = await stage.folder();
  await giveKeys(data);
  const config = join(data, 'drawbridge.yaml');
  const { issuer } = upstream;
  const exchange = {
    issuer: ISSUER,
    listen: '127.0.0.1:0',
    upstreams: [{ issuer, audiences: [ACCEPTED], ...(caFile !== undefined && { caFile }) }],
    rules: [{ name: 'all', match: { issuer }, grant: { audience: GRANTED, copy: ['sub'] } }],
  };
  await writeFile(config, JSON.stringify({ version: 1, data, exchange, outbound }));
  return config;
}

/** Has a token judged, for which keys must be fetched. */
async function verify(setting: Setting, env: Readonly<Record<string, string>> = {}) {
  const config = await configure(setting);
  const token = await setting.upstream.issue();
  return stage.run(['token', 'verify', '-', '--config', config], { env, stdin: token });
}

function certifications(certificates: Readonly<Record<string, Certificate>>) {
  return (name: string) => certificates[name]?.certFile ?? '';
}

describeWith(['openssl', 'tinyproxy'], 'behind tinyproxy', () => {
  let proxy: RunningProxy;
  let upstream: TestIssuer;
  /** On a port that the proxy does not connect to. */
  let forbidden: TestIssuer;
  let fileOf: (name: string) => string;
  let url: (credentials: string) => string;

  beforeAll(async () => {
    if (HERE === undefined) throw new Error('this test needs an address that is not loopback');
    const folder = await stage.folder();
    const authority = await certify(folder, 'authority', '');
    const other = await certify(folder, 'other', '');
    const certificate = await certify(folder, 'upstream', `IP:${HERE}`, authority);
    fileOf = certifications({ authority, other });
    const at = { name: HERE, address: HERE, certificate, audience: ACCEPTED };
    [upstream, forbidden] = await Promise.all([
      startTlsUpstream(stage, at),
      startTlsUpstream(stage, at),
    ]);
    proxy = await startTinyproxy(stage, USER, [Number(new URL(upstream.issuer).port)]);
    url = (credentials) => `http://${credentials}127.0.0.1:${proxy.port}`;
  });

  test('without credentials, it is told that the proxy wants some', async () => {
    const setting = { upstream, outbound: { caFile: fileOf('authority') } };
    const { code, stderr } = await verify(setting, { HTTPS_PROXY: url('') });
    expect(code).toBe(3);
    expect(stderr).toContain(`the proxy 127.0.0.1:${proxy.port} wants credentials`);
    expect(stderr).toContain('outbound.proxyPassword');
  });

  test('wrong credentials are told, and not shown', async () => {
    const setting = { upstream, outbound: { caFile: fileOf('authority') } };
    const { code, stdout, stderr } = await verify(setting, { HTTPS_PROXY: url('teller:wrong@') });
    expect(code).toBe(3);
    expect(stderr).toContain(
      `the proxy 127.0.0.1:${proxy.port} does not take the credentials it was given`,
    );
    expect(stdout + stderr).not.toMatch(/wrong|teller|Basic [A-Za-z0-9]/);
  });

  test('a port that the proxy does not connect to is told', async () => {
    const setting = { upstream: forbidden, outbound: { caFile: fileOf('authority') } };
    const { code, stderr } = await verify(setting, { HTTPS_PROXY: url('teller:s3same_Word@') });
    expect(code).toBe(3);
    expect(stderr).toContain(`refused to connect to ${new URL(forbidden.issuer).host}`);
  });

  test('an authority that nobody named is told, with the way the connection took', async () => {
    const { code, stderr } = await verify(
      { upstream },
      { HTTPS_PROXY: url('teller:s3same_Word@') },
    );
    expect(code).toBe(3);
    expect(stderr).toContain(`through the proxy 127.0.0.1:${proxy.port} (UNABLE_TO_VERIFY`);
    expect(stderr).toContain('outbound.caFile');
  });

  test('a proxy that is down is told, and a network in NO_PROXY goes around it', async () => {
    const setting = { upstream, outbound: { caFile: fileOf('authority') } };
    const dead = `127.0.0.1:${await freePort()}`;
    const down = await verify(setting, { HTTPS_PROXY: `http://a:sesame@${dead}` });
    expect(down).toMatchObject({ code: 3, stderr: expect.stringContaining(`the proxy ${dead}`) });
    expect(down.stderr).not.toContain('sesame');
    const network = `${HERE?.replace(/\.\d+$/, '.0')}/24`;
    const around = await verify(setting, { HTTPS_PROXY: `http://${dead}`, NO_PROXY: network });
    expect(around).toMatchObject({ code: 0, stdout: expect.stringContaining('valid') });
  });

  test('NODE_EXTRA_CA_CERTS counts with outbound.caFile and without', async () => {
    const env = {
      HTTPS_PROXY: url('teller:s3same_Word@'),
      NODE_EXTRA_CA_CERTS: fileOf('authority'),
    };
    for (const outbound of [{}, { caFile: fileOf('other') }]) {
      expect(await verify({ upstream, outbound }, env)).toMatchObject({ code: 0 });
    }
    // Its own list of authorities stands alone.
    const { code } = await verify({ upstream, caFile: fileOf('other') }, env);
    expect(code).toBe(3);
  });

  test('the configuration wins over the environment, with the password of a file', async () => {
    const folder = await stage.folder();
    const password = join(folder, 'password');
    await writeFile(password, `${USER.password}\n`);
    const outbound = {
      proxy: url(''),
      proxyUser: USER.user,
      proxyPassword: { file: password },
      noProxy: ['unrelated.test'],
    };
    const env = { HTTPS_PROXY: `http://127.0.0.1:${await freePort()}`, NO_PROXY: '*' };
    const before = await proxy.log();
    const setting = { upstream, outbound, caFile: fileOf('authority') };
    expect(await verify(setting, env)).toMatchObject({ code: 0 });
    expect((await proxy.log()).slice(before.length)).toContain(
      `CONNECT ${new URL(upstream.issuer).host} HTTP/1.1`,
    );
    const config = await configure(setting);
    const shown = await stage.run(['config', 'explain', '--config', config], { env });
    expect(shown.stdout).toContain(url(''));
    expect(shown.stdout).not.toContain(USER.password);
  });

  test('a whole exchange works', async () => {
    const config = await configure({ upstream, outbound: { caFile: fileOf('authority') } });
    const env = { https_proxy: url('teller:s3same%5FWord@'), NO_PROXY: '10.255.255.0/24' };
    const before = await proxy.log();
    const command = await stage.start(['serve', 'exchange', '--config', config], { env });
    const { status, text } = await postToken(await readyAt(command), await upstream.issue());
    expect({ status, text }).toMatchObject({ status: 200 });
    expect(decodeJwt(text)).toMatchObject({ iss: ISSUER, aud: GRANTED });
    expect((await proxy.log()).slice(before.length)).toContain(
      `CONNECT ${new URL(upstream.issuer).host} HTTP/1.1`,
    );
    await command.stop();
  });

  test('no password was shown by anybody', () => {
    expect(stage.output()).not.toContain(USER.password);
    expect(stage.output()).not.toContain(
      Buffer.from(`${USER.user}:${USER.password}`).toString('base64'),
    );
  });
});

describeWith(['openssl', 'squid'], 'behind squid, which alone knows the upstream’s name', () => {
  let proxy: RunningProxy & { readonly tlsPort: number };
  let upstream: TestIssuer;
  let fileOf: (name: string) => string;
  const PASSWORD = 'p@ss:w/rd é';
  const credentials = `teller:${encodeURIComponent(PASSWORD)}@`;

  beforeAll(async () => {
    const folder = await stage.folder();
    const authority = await certify(folder, 'squid-authority', '');
    const proxies = await certify(folder, 'squid-proxies', '');
    const certificate = await certify(folder, 'squid-upstream', `DNS:${NAME}`, authority);
    const own = await certify(folder, 'squid-proxy', 'DNS:localhost', proxies);
    const both = join(folder, 'both.pem');
    await writeFile(both, authority.cert + proxies.cert);
    fileOf = (name) => (name === 'both' ? both : certifications({ authority, proxies })(name));
    const at = { name: NAME, address: '127.0.0.1', certificate, audience: ACCEPTED };
    upstream = await startTlsUpstream(stage, at);
    const user = { user: 'teller', password: PASSWORD };
    proxy = await startSquid(stage, { ...user, names: [NAME], certificate: own });
  });

  test('a token is judged by keys that came through it', async () => {
    const env = { HTTPS_PROXY: `http://${credentials}127.0.0.1:${proxy.port}` };
    const setting = { upstream, outbound: { caFile: fileOf('authority') } };
    expect(await verify(setting, env)).toMatchObject({ code: 0 });
    await expect
      .poll(() => proxy.log())
      .toContain(`CONNECT ${new URL(upstream.issuer).host} teller`);
    // Without it the name is unknown.
    expect(await verify(setting)).toMatchObject({ code: 3 });
  });

  test('a proxy over TLS is trusted by outbound.caFile, not by that of an upstream', async () => {
    const env = { HTTPS_PROXY: `https://${credentials}localhost:${proxy.tlsPort}` };
    const through = await verify({ upstream, outbound: { caFile: fileOf('both') } }, env);
    expect(through).toMatchObject({ code: 0 });
    const apart = { outbound: { caFile: fileOf('proxies') }, caFile: fileOf('authority') };
    expect(await verify({ upstream, ...apart }, env)).toMatchObject({ code: 0 });

    const { code, stderr } = await verify({ upstream, caFile: fileOf('both') }, env);
    expect(code).toBe(3);
    expect(stderr).toContain(`the proxy localhost:${proxy.tlsPort}, on the way to ${NAME}`);
    expect(stderr).toContain('The proxy’s certificate');
  });

  test('a host that the proxy does not reach is told, and credentials that it does not take', async () => {
    const outbound = { caFile: fileOf('authority') };
    const host = `${NAME}:${await freePort()}`;
    const silent = await createTestIssuer({
      issuer: `https://${host}`,
      audience: ACCEPTED,
      freshKeys: true,
    });
    const env = { HTTPS_PROXY: `http://${credentials}127.0.0.1:${proxy.port}` };
    expect(await verify({ upstream: silent, outbound }, env)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining(
        `the proxy 127.0.0.1:${proxy.port} could not connect to ${host} (status 503)`,
      ),
    });

    const wrong = { HTTPS_PROXY: `http://teller:wrong@127.0.0.1:${proxy.port}` };
    expect(await verify({ upstream, outbound }, wrong)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('does not take the credentials it was given (status 407)'),
    });
  });
});
