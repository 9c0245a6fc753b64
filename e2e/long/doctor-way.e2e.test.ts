import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { describeWith } from '../../tools/describe-with.ts';
import { createNetwork, createTrust, type Network } from '../support/clouds/network.ts';
import { exchangeArguments, GRANTED, ISSUER, readyAt } from '../support/exchange.ts';
import { startTestProvider, type TestProvider } from '../support/providers.ts';
import { createStage } from '../support/stage.ts';

// A job, a real exchange under its real name, and a doctor that goes the way of one token between them: every link is broken
// in turn, and each has to be the one that is named.

const BRIDGE = new URL(ISSUER).hostname;
const OTHER = 'other.example.com';

const stage = createStage();
afterAll(() => stage.clear());

interface Told {
  readonly ok: boolean;
  readonly broken?: string;
  readonly links: readonly { readonly at: string; readonly state: string; readonly seen: string }[];
}

describeWith(['openssl'], 'the way of a token', () => {
  let network: Network;
  let provider: TestProvider;
  let port: number;
  let token: string;
  let folder: string;

  beforeAll(async () => {
    const { sites, authority } = await createTrust(stage, [BRIDGE, OTHER]);
    network = await createNetwork(stage, { sites, authority });
    provider = await startTestProvider(stage, ISSUER);
    folder = await stage.folder();
    const exchange = await stage.start(exchangeArguments(provider.issuer, await stage.folder()), {
      env: {
        DRAWBRIDGE_EXCHANGE__TLS__CERTIFICATE_FILE: sites.certFile,
        DRAWBRIDGE_EXCHANGE__TLS__KEY_FILE: sites.keyFile,
      },
    });
    port = Number(new URL(await readyAt(exchange)).port);
    network.lead(BRIDGE, port);
    token = await provider.issueToken();
  });
  afterEach(() => network.lead(BRIDGE, port));

  async function go(
    args: readonly string[],
    given: { readonly token?: string; readonly env?: Readonly<Record<string, string>> } = {},
  ) {
    const file = join(folder, 'job.jwt');
    await writeFile(file, given.token ?? token);
    const told = await stage.run(['doctor', ...args, '--token', `@${file}`, '--json'], {
      env: { ...network.environment, ...given.env },
    });
    expect(`${told.stdout}${told.stderr}`).not.toContain((given.token ?? token).slice(0, 40));
    const way = JSON.parse(told.stdout) as Told;
    expect(told.code).toBe(way.ok ? 0 : 1);
    const last = way.links.at(-1);
    return { way, at: way.broken, seen: last?.seen ?? '', stderr: told.stderr };
  }
  const throughExchange = (...more: readonly string[]) => ['exchange', ISSUER, ...more];

  test('holds from the job to the published keys, by the proxy of the network', async () => {
    const { way } = await go(throughExchange('--audience', GRANTED));
    expect(way.links.map(({ at, state }) => `${at}: ${state}`)).toEqual([
      'proxy: passed',
      'token: passed',
      'upstream: passed',
      'rule: passed',
      'mint: passed',
      'issuer name: passed',
      'issuer certificate: unknown',
      'discovery document: passed',
      'keys: passed',
      'token issuer: passed',
      'signature: passed',
      'token time: passed',
    ]);
  });

  test('is broken where the name leads nowhere', async () => {
    network.lead(BRIDGE, undefined);
    const { at, seen } = await go(throughExchange());
    expect(at).toBe('reach');
    expect(seen).toContain('502');
  });

  test('is broken where the certificate is not trusted', async () => {
    const { at, seen } = await go(throughExchange(), { env: { NODE_EXTRA_CA_CERTS: '' } });
    expect(at).toBe('certificate');
    expect(seen).toContain('UNABLE_TO_VERIFY');
  });

  test('is broken where something else answers', async () => {
    network.serve(OTHER, () => ({ status: 405, type: 'text/html', body: '<h1>no</h1>' }));
    const { at, seen } = await go(['exchange', `https://${OTHER}`]);
    expect(at).toBe('exchange');
    expect(seen).toContain('HTTP status 405, with text/html');
  });

  describe('is broken inside the exchange', () => {
    const now = Math.floor(Date.now() / 1000);
    test.each([
      ['another issuer', 'upstream', 'issuer_unknown', { iss: 'https://gitlab.example.com' }],
      ['an old token', 'upstream', 'token_expired', { exp: now - 3600 }],
      ['another audience', 'upstream', 'audience_mismatch', { aud: 'https://elsewhere' }],
    ])('by %s', async (_, link, code, claims) => {
      const { at, seen } = await go(throughExchange(), { token: await provider.forge(claims) });
      expect(at).toBe(link);
      expect(seen).toContain(code);
    });

    test('by a key that the upstream does not publish', async () => {
      const { at, seen } = await go(throughExchange(), {
        token: await provider.forge({}, 'another-key'),
      });
      expect(at).toBe('upstream');
      expect(seen).toContain('key_unknown');
    });

    test('by a rule that grants something else', async () => {
      const { way, at, seen } = await go(throughExchange('--audience', 'https://elsewhere'));
      expect(at).toBe('rule');
      expect(seen).toContain('target_denied');
      expect(way.links.find((link) => link.at === 'upstream')?.state).toBe('passed');
    });
  });

  test('is broken behind the exchange, where its documents are those of another', async () => {
    const made = await stage.run(
      ['token', 'exchange', '-', '--token-endpoint', `${ISSUER}/token`],
      { env: network.environment, stdin: token },
    );
    expect(made.code).toBe(0);
    const minted = made.stdout.trim();
    expect((await go(['issuer', ISSUER], { token: minted })).at).toBeUndefined();
    const forAws = await go(['issuer', ISSUER, '--for', 'aws'], { token: minted });
    expect(forAws.at).toBeUndefined();
    expect(forAws.way.links.map(({ at }) => at)).toEqual([
      'issuer address (AWS)',
      'issuer certificate (AWS)',
      'discovery document (AWS)',
      'keys (AWS)',
      'token (AWS)',
      'trust (AWS)',
    ]);
    const credential = { name: 'ci-main', issuer: ISSUER, subject: 'x', audiences: [GRANTED] };
    const trust = join(folder, 'credentials.json');
    await writeFile(trust, JSON.stringify([credential]));
    const entra = ['issuer', ISSUER, '--for', 'azure', '--trust', trust];
    expect((await go(entra, { token: minted })).at).toBe('trust (Microsoft Entra)');

    // The same name, and the keys of the private provider.
    network.lead(BRIDGE, undefined);
    network.serve(BRIDGE, async ({ url }) => ({
      status: 200,
      body: JSON.stringify(
        url.pathname.endsWith('openid-configuration')
          ? { issuer: ISSUER, jwks_uri: `${ISSUER}/jwks` }
          : { keys: [provider.publicJwk] },
      ),
    }));
    const stale = await go(['issuer', ISSUER], { token: minted });
    expect(stale.at).toBe('signature');
    expect(stale.seen).toContain('no key has its kid');

    network.serve(BRIDGE, () => ({ status: 403, type: 'application/xml', body: '<Error/>' }));
    const hidden = await go(['issuer', ISSUER], { token: minted });
    expect(hidden.at).toBe('discovery document');
    expect(hidden.seen).toContain('HTTP status 403');
  });
});
