import { generateKeyPairSync } from 'node:crypto';
import { createDefaultEngine } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { awsLoadBalancer } from './aws-alb.ts';

const ARN =
  'arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/50dc6c495c0c9188';
const PEM = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString();
const kid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function setUp(answer: { status: number; text: string } = { status: 200, text: PEM }) {
  const asked: string[] = [];
  const current = { ...answer };
  const clock = createTestClock();
  const options = awsLoadBalancer({
    region: 'eu-central-1',
    loadBalancers: [ARN],
    issuer: 'https://issuer.test',
    engine: createDefaultEngine(),
    clock,
    fetch: async (url) => {
      asked.push(url);
      return { status: current.status, body: new TextEncoder().encode(current.text) };
    },
  });
  const find = async (id: string | undefined, alg: 'ES256' | 'RS256' = 'ES256') =>
    (await options.keys?.find(alg, id)) ?? [];
  return { asked, clock, current, find, options };
}

describe('awsLoadBalancer', () => {
  it.each([
    undefined,
    '',
    '../x',
    `${kid(1)}/..`,
    `${kid(1)}?`,
    kid(1).slice(1),
    `${kid(1)}\n`,
    'a@evil.test',
  ])('fetches nothing for the kid %j', async (id) => {
    const { asked, find } = setUp();
    expect([await find(id), asked]).toEqual([[], []]);
  });

  it('fetches nothing for another algorithm', async () => {
    const { asked, find } = setUp();
    expect([await find(kid(1), 'RS256'), asked]).toEqual([[], []]);
  });

  it('fetches a key once for all who wait, and keeps it', async () => {
    const { asked, find } = setUp();
    const found = await Promise.all([find(kid(1)), find(kid(1))]);
    expect([...found, await find(kid(1))].map((keys) => keys.length)).toEqual([1, 1, 1]);
    expect(asked).toEqual([`https://public-keys.auth.elb.eu-central-1.amazonaws.com/${kid(1)}`]);
  });

  it('asks for few of the kids that are made up, and serves known keys meanwhile', async () => {
    const { asked, clock, current, find } = setUp();
    await find(kid(0));
    current.status = 403;
    for (let number = 1; number < 10; number++) expect(await find(kid(number))).toEqual([]);
    await find(kid(9));
    await expect(find(kid(10))).rejects.toMatchObject({ code: 'overloaded' });
    expect(await find(kid(0))).toHaveLength(1);
    expect(asked).toHaveLength(10);
    clock.advance(31);
    current.status = 200;
    expect(await find(kid(9))).toHaveLength(1);
  });

  it.each([
    { status: 500, text: '' },
    { status: 200, text: '<html>' },
    { status: 302, text: PEM },
  ])('calls no token bad for the answer $status', async (answer) => {
    await expect(setUp(answer).find(kid(1))).rejects.toMatchObject({ code: 'upstream_invalid' });
  });

  it('says how its tokens are', () => {
    expect(setUp().options).toMatchObject({
      issuer: 'https://issuer.test',
      audience: [ARN],
      audienceParameter: 'signer',
      paddedBase64: true,
      algorithms: ['ES256'],
    });
  });

  it.each([
    ['a host for a region', 'evil.test/', [ARN]],
    ['a region of another partition', 'cn-north-1', [ARN]],
    ['no load balancer', 'eu-central-1', []],
    ['a load balancer by its name', 'eu-central-1', [ARN, 'web']],
  ])('refuses %s', (_, region, loadBalancers) => {
    expect(() => awsLoadBalancer({ region, loadBalancers, issuer: 'https://a.test' })).toThrow(
      TypeError,
    );
  });
});
