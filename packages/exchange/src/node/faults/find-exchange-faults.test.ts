import { parseSection } from '@drawbridge/node/config';
import { describe, expect, it } from 'vitest';
import { findExchangeFaults } from './find-exchange-faults.ts';
import { exchangeSchema } from '../section/exchange-section.ts';

const CI = 'https://ci.test';
const upstream = { issuer: CI, audiences: ['bridge'] };
const rule = { name: 'r', match: { issuer: CI }, grant: { audience: 'aws' } };
const base = { issuer: 'https://public.test', upstreams: [upstream], rules: [rule] };
const tls = { certificateFile: '/c.pem', keyFile: '/k.pem' };
const sha256 = 'ab'.repeat(32);

/** The faults of a section that its schema takes, a sentence each. */
async function faultsOf(changes: object): Promise<readonly string[]> {
  const section = parseSection(exchangeSchema, { ...base, ...changes }, 'exchange');
  return (await findExchangeFaults(section)).map(({ path, message }) => `${path} ${message}`);
}

function withUpstream(changes: object) {
  return { upstreams: [{ ...upstream, ...changes }] };
}

describe('findExchangeFaults', () => {
  it('finds nothing in a sound section', async () => {
    expect(await faultsOf({})).toEqual([]);
    expect(
      await faultsOf({
        tls: { ...tls, clientCaFile: '/ca.pem' },
        clients: [
          { id: 'a', secret: { env: 'A' } },
          { id: 'b', certificate: { sha256 } },
          { id: 'c', certificate: { uri: 'spiffe://acme/c' }, secret: { file: '/c' } },
        ],
        rules: [{ ...rule, match: { issuer: CI, client: ['a', 'b', 'c'] } }],
      }),
    ).toEqual([]);
  });

  it.each([
    ['tokens that go in circles', { issuer: CI }, 'exchange.issuer is one of the upstreams'],
    [
      'an upstream twice',
      { upstreams: [upstream, upstream] },
      'exchange.upstreams[1].issuer is listed twice',
    ],
    [
      'an upstream that accepts no audience',
      { upstreams: [{ issuer: CI }] },
      'exchange.upstreams[0].audiences is missing',
    ],
    [
      'an audience beside any',
      withUpstream({ anyAudience: true }),
      'exchange.upstreams[0].anyAudience is set beside audiences',
    ],
    [
      'two places of keys',
      withUpstream({ jwksUri: 'https://ci.test/keys', jwksFile: '/keys' }),
      'exchange.upstreams[0] says in 2 ways where its keys are: jwksUri, jwksFile',
    ],
    [
      'a rule about a stranger',
      { rules: [{ ...rule, match: { issuer: 'https://stray.test' } }] },
      'exchange.rules[0].match.issuer is not one of the upstreams',
    ],
    [
      'a rule for a client that is not there',
      { rules: [{ ...rule, match: { issuer: CI, client: 'x' } }] },
      'exchange.rules[0].match.client names "x", which is not one of the clients',
    ],
    [
      'a client twice',
      { clients: [1, 2].map(() => ({ id: 'a', secret: { env: 'A' } })) },
      'exchange.clients[1].id is listed twice',
    ],
    [
      'a client that cannot prove anything',
      { clients: [{ id: 'a' }] },
      'exchange.clients[0] has neither a secret nor a certificate',
    ],
    [
      'a certificate that may be any',
      { tls, clients: [{ id: 'a', certificate: {} }] },
      'exchange.clients[0].certificate says nothing',
    ],
    [
      'a certificate that nobody presents',
      { clients: [{ id: 'a', certificate: { sha256 } }] },
      'exchange.clients[0].certificate is never presented without exchange.tls',
    ],
    [
      'a name that nobody certifies',
      { tls, clients: [{ id: 'a', certificate: { dns: 'a.test' } }] },
      'exchange.clients[0].certificate names what an authority certifies',
    ],
    [
      'a rule that can never decide',
      { rules: [rule, { ...rule, name: 's' }] },
      'exchange.rules[1] can never decide: "r", which comes before it',
    ],
  ])('finds %s', async (_, changes, fault) => {
    const faults = await faultsOf(changes);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });

  it('finds all of them at once', async () => {
    const faults = await faultsOf({
      issuer: CI,
      upstreams: [{ issuer: CI }],
      clients: [{ id: 'a' }],
      rules: [{ ...rule, match: { issuer: 'https://x.test', client: 'b' }, grant: {} }],
    });
    expect(faults).toHaveLength(6);
  });

  it('takes time in proportion to the rules and upstreams, however many there are', async () => {
    const sectionOf = (count: number) => {
      const issuers = Array.from({ length: count / 10 }, (_, index) => `https://ci${index}.test`);
      return parseSection(
        exchangeSchema,
        {
          ...base,
          upstreams: issuers.map((issuer) => ({ issuer, audiences: ['bridge'] })),
          rules: Array.from({ length: count }, (_, index) => ({
            name: `r${index}`,
            match: { issuer: issuers[index % 7], claims: { project_path: `acme/${index}` } },
            grant: { audience: 'aws' },
          })),
        },
        'exchange',
      );
    };
    const few = sectionOf(1_000);
    const many = sectionOf(10_000);
    /** CPU time: what else the machine has to do does not count. */
    const costOf = async (section: typeof few) => {
      const before = process.cpuUsage();
      expect(await findExchangeFaults(section)).toEqual([]);
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    await costOf(few);
    const ratios: number[] = [];
    for (let pair = 0; pair < 3; pair++) {
      const small = await costOf(few);
      ratios.push((await costOf(many)) / small);
    }
    // Ten times as much; a search through the rules for each rule would make it a hundred times.
    expect(Math.min(...ratios)).toBeLessThan(40);
  });
});
