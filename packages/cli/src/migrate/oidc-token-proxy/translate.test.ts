import { exchangeSection, findExchangeFaults } from '@drawbridge/exchange/node';
import { parseSection } from '@drawbridge/node/config';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SETTINGS } from './settings.ts';
import { translate, type TranslateOptions } from './translate.ts';

type Values = Readonly<Record<string, string | undefined>>;

const SMALLEST: Values = {
  jwks_file: '/srv/keys.json',
  signing_key_ids: 'RS256 = a',
  issuer: 'https://proxy.test',
  upstream_issuer: 'https://gitlab.test',
  upstream_jwks_uri: 'https://gitlab.test/keys',
};

const OPTIONS: TranslateOptions = { file: '/srv/site.ini', data: '/data', compatibility: true };

function run(changes: Values = {}, options: Partial<TranslateOptions> = {}) {
  const values = Object.entries({ ...SMALLEST, ...changes }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  const site = { settings: new Map(values), notes: [], faults: [] };
  const translation = translate(site, { ...OPTIONS, ...options });
  const { exchange } = translation.config;
  return {
    ...translation,
    exchange,
    upstream: exchange.upstreams[0],
    grant: exchange.rules[0]?.grant,
    told: translation.notes.join('\n'),
    found: translation.faults.map(({ path, message }) => `${path} ${message}`),
  };
}

describe('translate', () => {
  it('keeps what the original did where nothing is set', () => {
    const { config, signing, jwksFile, faults } = run();
    expect(config).toEqual({
      version: 1,
      data: '/data',
      exchange: {
        issuer: 'https://proxy.test',
        signing: { default: 'RS256', followUpstream: true },
        compatibility: 'oidc-token-proxy',
        upstreams: [
          {
            issuer: 'https://gitlab.test',
            anyAudience: true,
            jwksUri: 'https://gitlab.test/keys',
            timeout: 30,
            leeway: 60,
            requiredClaims: ['iat', 'nbf'],
            cache: { maxAge: 300 },
          },
        ],
        rules: [
          {
            name: 'oidc-token-proxy',
            match: { issuer: 'https://gitlab.test' },
            grant: { passUpstreamAudience: true, copy: [], lifetime: 43_200 },
          },
        ],
      },
    });
    expect(signing.keyIds).toEqual(new Map([['RS256', 'a']]));
    expect([jwksFile, faults]).toEqual(['/srv/keys.json', []]);
  });

  it('carries every setting over', () => {
    const { exchange, upstream, grant, signing } = run({
      signing_key_ids: '\nES256 = b\nRS256 = a',
      default_signing_alg: 'RS256',
      upstream_jwks_cache_max_age: '60',
      upstream_timeout: '5',
      clone_upstream_claims: '\nsub ref\nref_protected',
      extra_request_headers: '\nUser-Agent = x\nx-custom = a=b',
    });
    expect(exchange.signing?.default).toBe('RS256');
    expect([...signing.keyIds]).toEqual([
      ['ES256', 'b'],
      ['RS256', 'a'],
    ]);
    expect(upstream).toMatchObject({
      timeout: 5,
      cache: { maxAge: 60 },
      headers: { 'user-agent': 'x', 'x-custom': 'a=b' },
    });
    expect(grant?.copy).toEqual(['sub', 'ref', 'ref_protected']);
  });

  it.each([[undefined], ['']])('has the first algorithm be the default, where it is %j', (alg) => {
    const { exchange } = run({ signing_key_ids: 'ES256 = b\nRS256 = a', default_signing_alg: alg });
    expect(exchange.signing?.default).toBe('ES256');
  });

  it('writes the safe form where audiences are given', () => {
    const { upstream, grant, told } = run(
      {},
      { acceptAudience: ['a'], grantAudience: ['sts.amazonaws.com'] },
    );
    expect(upstream).toMatchObject({ audiences: ['a'] });
    expect(upstream).not.toHaveProperty('anyAudience');
    expect(grant).toEqual({ audience: 'sts.amazonaws.com', copy: [], lifetime: 43_200 });
    expect(told).not.toContain('aud:');
    expect(run({}, { grantAudience: ['a', 'b'] }).grant?.audience).toEqual(['a', 'b']);
  });

  it('recommends the safe form otherwise', () => {
    const { told } = run();
    expect(told).toMatch(/--accept-audience AUDIENCE takes only/);
    expect(told).toMatch(/--grant-audience AUDIENCE .* is the safe form/);
  });

  it('leaves the compatibility out when asked to', () => {
    expect(run({}, { compatibility: false }).exchange).not.toHaveProperty('compatibility');
  });

  it.each([
    ['iss', 'iss is exchange.issuer'],
    ['exp', 'grant.lifetime caps it'],
    ['iat', 'iat is the time of minting'],
    ['nbf', 'nbf is the time of minting'],
    ['aud', 'the rule decides it'],
    ['jti', 'each minted token has its own'],
    ['azp', 'AWS reads it in place of aud'],
  ])('does not clone %s, and says why', (name, why) => {
    const { grant, told } = run({ clone_upstream_claims: `sub ${name}` });
    expect(grant?.copy).toEqual(['sub']);
    expect(told).toContain(`clone_upstream_claims: ${name} is not carried over; `);
    expect(told).toContain(why);
  });

  it('takes the file of upstream keys before their address', () => {
    const { upstream, told } = run({ upstream_jwks_file: 'upstream.json' });
    expect(upstream?.jwksFile).toBe('/srv/upstream.json');
    expect(upstream).not.toHaveProperty('jwksUri');
    expect(told).toContain('upstream_jwks_uri: not carried over');
    expect(told).toContain('upstream_jwks_file: upstream.json is looked for beside the ini file');
  });

  it('finds keys by discovery where neither is set', () => {
    const { upstream, told } = run({ upstream_jwks_uri: undefined });
    expect(Object.keys(upstream ?? {})).not.toContain('jwksUri');
    expect(told).toContain('the keys are found by discovery at upstream_issuer');
  });

  it('takes the issuer of the flag, and tells what the Host header did', () => {
    const issuer = 'https://new.test';
    const fresh = run({ issuer: undefined }, { issuer });
    expect([fresh.exchange.issuer, fresh.faults]).toEqual([issuer, []]);
    expect(fresh.told).toContain('whatever Host a request names');
    expect(run({}, { issuer }).told).toContain('--issuer takes the place of https://proxy.test');
  });

  it.each([
    ['https://proxy.test', undefined],
    ['https://proxy.test/', undefined],
    ['https://proxy.test/team', '/'],
  ])('serves at the root as before, where the issuer is %s', (issuer, basePath) => {
    expect(run({ issuer }).exchange.basePath).toBe(basePath);
  });

  it('keeps the slash at the end of an issuer, by which relying parties know it', () => {
    const { exchange, told } = run({ issuer: 'https://proxy.test/' });
    expect(exchange.issuer).toBe('https://proxy.test/');
    expect(told).toContain('its slash at the end stays');
  });

  it.each(['0', '-5'])('does not fetch keys for each token, as a maximal age of %s did', (age) => {
    const { upstream, told } = run({ upstream_jwks_cache_max_age: age });
    expect(upstream?.cache).toEqual({ maxAge: 300 });
    expect(told).toContain(`upstream_jwks_cache_max_age: ${age} is not carried over`);
  });

  it('waits for 300 seconds at most', () => {
    const { upstream, told } = run({ upstream_timeout: '900' });
    expect(upstream?.timeout).toBe(300);
    expect(told).toContain('900 seconds become 300');
  });

  it('points at headers that may be secrets, and shows none', () => {
    const { told, upstream } = run({ extra_request_headers: 'Authorization = Bearer hidden' });
    expect(told).toContain('authorization: { file: PATH }');
    expect(told).not.toContain('hidden');
    expect(upstream?.headers).toEqual({ authorization: 'Bearer hidden' });
  });

  it.each(['Authorization: Bearer hidden==', 'Authorization: Bearer hidden', 'hidden'])(
    'shows no secret of a header that is written wrongly: %s',
    (line) => {
      const { told, found } = run({ extra_request_headers: line });
      expect(found).toHaveLength(1);
      expect(`${told}${found.join()}`).not.toContain('hidden');
    },
  );

  it('carries no empty header over', () => {
    const { upstream, told } = run({ extra_request_headers: 'x-empty =' });
    expect(upstream).not.toHaveProperty('headers');
    expect(told).toContain('x-empty is empty and not carried over');
  });

  it('says of other settings that they are none', () => {
    const { told } = run({ 'pyramid.reload': 'true', Issuer: 'x' });
    expect(told).toContain('pyramid.reload: not carried over; it is no setting');
    expect(told).toContain('Issuer: not carried over; oidc-token-proxy read issuer, in lower case');
  });

  it.each<[Values, string]>([
    [{ issuer: undefined }, 'issuer is missing: the Host header'],
    [{ issuer: '' }, 'issuer is missing: the Host header'],
    [{ issuer: 'http://proxy.test' }, 'issuer is not an https URL'],
    [{ issuer: 'https://proxy.test?x' }, 'issuer has a query'],
    [{ upstream_issuer: undefined }, 'upstream_issuer is missing'],
    [{ upstream_issuer: 'http://gitlab.test' }, 'upstream_issuer is not an https URL'],
    [{ upstream_jwks_uri: 'http://gitlab.test/k' }, 'name that in upstream_jwks_file'],
    [{ upstream_jwks_uri: 'file:///k' }, 'upstream_jwks_uri is not an https URL'],
    [{ upstream_jwks_uri: 'keys' }, 'upstream_jwks_uri is not an absolute URL'],
    [{ upstream_jwks_cache_max_age: '5m' }, 'max_age is not a whole number of seconds'],
    [{ upstream_timeout: '0' }, 'upstream_timeout is not a whole number of seconds above 0'],
    [{ upstream_timeout: '1.5' }, 'upstream_timeout is not a whole number of seconds above 0'],
    [{ extra_request_headers: 'user-agent' }, 'extra_request_headers has no = in line 1'],
    [
      { extra_request_headers: 'a b = c' },
      'extra_request_headers has a name that no header field can have',
    ],
    [
      { extra_request_headers: 'range = x' },
      'extra_request_headers has the header range, which cannot be set',
    ],
    [{ signing_key_ids: undefined }, 'signing_key_ids is missing'],
    [{ signing_key_ids: '\n' }, 'signing_key_ids is missing'],
    [{ signing_key_ids: 'RS256' }, 'signing_key_ids has no = in line 1'],
    [{ signing_key_ids: 'RS256 =' }, 'signing_key_ids names no key for RS256'],
    [{ signing_key_ids: 'HS256 = a' }, 'signing_key_ids has HS256, which is symmetric'],
    [{ signing_key_ids: 'ES256K = a' }, 'signing_key_ids has ES256K, which is not supported'],
    [{ signing_key_ids: '__proto__ = a' }, 'signing_key_ids has __proto__, which is not supported'],
    [{ default_signing_alg: 'ES256' }, 'default_signing_alg is ES256, for which signing_key_ids'],
  ])('refuses %j', (changes, fault) => {
    expect(run(changes).found).toEqual([expect.stringContaining(fault)]);
  });

  it('reports all faults at once', () => {
    expect(translate({ settings: new Map(), notes: [], faults: [] }, OPTIONS).faults).toHaveLength(
      3,
    );
  });

  it('makes of any settings without a fault a configuration that is valid (property)', async () => {
    const url = fc.constantFrom(
      'https://a.test',
      'https://b.test/',
      'http://127.0.0.1:1/x',
      'x',
      '',
    );
    const other = fc.oneof(fc.string(), fc.constantFrom('RS256 = a', 'sub iss', '60', 'a = b'));
    const settings = fc.dictionary(fc.constantFrom(...SETTINGS), fc.oneof(other, url));
    await fc.assert(
      fc.asyncProperty(settings, async (changes) => {
        const { config, faults } = run(changes, { issuer: 'https://public.test' });
        if (faults.length > 0) return;
        const section = parseSection(exchangeSection, config.exchange, 'exchange');
        expect(await findExchangeFaults(section)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
