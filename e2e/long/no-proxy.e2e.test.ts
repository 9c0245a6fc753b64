import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostOf, isThisMachine } from '../../packages/node/src/http/proxy/host-of.ts';
import { createNoProxy } from '../../packages/node/src/http/proxy/no-proxy.ts';
import { readProxyEnvironment } from '../../packages/node/src/http/proxy/environment.ts';
import { describeWith } from '../../tools/describe-with.ts';
import { finish, start } from '../support/command.ts';
import { buildGo } from '../support/go.ts';
import { createStage } from '../support/stage.ts';

// NO_PROXY has no standard; Go's reading of it is the one that is written down best.

const stage = createStage();
afterAll(() => stage.clear());

const domain = fc
  .array(fc.constantFrom('a', 'b', 'bank'), { minLength: 1, maxLength: 3 })
  .map((labels) => labels.join('.'));
const ipv4 = fc
  .tuple(
    ...['10 11 127 192', '0 1 128', '0 255', '1 2 254'].map((part) =>
      fc.constantFrom(...part.split(' ')),
    ),
  )
  .map((parts) => parts.join('.'));
const ipv6 = fc
  .tuple(fc.constantFrom('fd00', 'fd01', '2001:db8'), fc.constantFrom('0', '1', '8000'))
  .map(([first, last]) => `${first}::${last}`);
const port = fc.constantFrom('', ':443', ':8443');

/**
 * What both read the same way. We also read spaces as commas, `[fd00::1]` without a port, and names below `localhost` as
 * this machine; Go compares the end of an address with entries that are no address, such as `0.1`.
 */
const entry = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('', '.', '*.'), domain, port)
      .map((parts) => parts.join('')),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })).map((parts) => parts.join('/')),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(ipv6, fc.integer({ min: 8, max: 128 })).map((parts) => parts.join('/')),
  },
  { weight: 2, arbitrary: fc.tuple(ipv4, port).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: ipv6 },
  { weight: 1, arbitrary: ipv6.map((address) => `[${address}]:8443`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '10.0.0.0/33', 'https://a.bank', 'BANK', 'localhost'),
  },
);
const noProxy = fc.oneof(
  { weight: 15, arbitrary: fc.array(entry, { maxLength: 4 }).map((entries) => entries.join(',')) },
  {
    weight: 1,
    arbitrary: fc.array(entry, { maxLength: 2 }).map((entries) => ['*', ...entries].join(' , ')),
  },
);
const url = fc
  .tuple(
    fc.oneof(
      { weight: 4, arbitrary: domain },
      { weight: 4, arbitrary: ipv4 },
      { weight: 1, arbitrary: ipv4.map((address) => `[::ffff:${address}]`) },
      { weight: 2, arbitrary: ipv6.map((address) => `[${address}]`) },
      { weight: 1, arbitrary: fc.constantFrom('localhost', '[::1]', 'A.Bank') },
    ),
    port,
  )
  .map(([host, at]) => `https://${host}${at}/`);

function decide(list: string, address: string): string {
  const isExcepted = createNoProxy(readProxyEnvironment({ NO_PROXY: list }).noProxy);
  const host = hostOf(new URL(address));
  return isThisMachine(host) || isExcepted(host) ? 'direct' : 'proxy';
}

describeWith(['golang-go'], 'NO_PROXY', () => {
  let program: string;

  beforeAll(async () => {
    program = await buildGo(stage, 'proxies/decide.go');
  }, 300_000);

  test('is read as Go reads it (property)', { timeout: 300_000 }, async () => {
    const seen = { direct: 0, proxy: 0 };
    await fc.assert(
      fc.asyncProperty(
        noProxy,
        fc.array(url, { minLength: 20, maxLength: 40 }),
        async (list, urls) => {
          const env = { HTTPS_PROXY: 'http://proxy.test:3128', NO_PROXY: list };
          const { stdout } = await finish(start(program, [], { env, stdin: urls.join('\n') }));
          const theirs = stdout.trim().split('\n');
          const label = (decisions: readonly string[]) =>
            urls.map((address, index) => `${address} ${decisions[index]}`);
          expect(label(urls.map((address) => decide(list, address)))).toEqual(label(theirs));
          for (const decision of theirs) seen[decision as keyof typeof seen]++;
        },
      ),
      { numRuns: 200 },
    );
    // A comparison of one answer alone would prove nothing.
    expect(Math.min(seen.direct, seen.proxy)).toBeGreaterThan(500);
  });
});
