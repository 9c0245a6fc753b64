import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examineConfig } from '@drawbridge/node/config';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { siftSection } from '../faults/sparse-section.ts';
import { findExchangeFaults } from '../faults/find-exchange-faults.ts';
import { exchangeSection } from './checked-section.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-section-'));
});

afterAll(() => rm(folder, { recursive: true }));

it('tells what does not fit beside what is not valid, each with its place', async () => {
  const file = join(folder, 'drawbridge.yaml');
  await writeFile(
    file,
    `version: 1
exchange:
  issuer: http://bridge.example.com
  tls: { certificateFile: c }
  upstreams:
    - issuer: https://ci.test
    - { issuer: https://ci.test, audiences: [a], jwksUri: https://ci.test/k, jwksFile: k }
  clients:
    - { id: a, certificate: { dns: a.test } }
    - { id: b, secret: inline }
  rules:
    - { name: one, match: { issuer: https://ci.test }, grant: { audience: a, copies: [x] } }
    - name: two
      match: { issuer: https://else.test, client: c, claims: { ref: { regex: "(" } } }
      grant: { audience: a, claims: { sub: "{" } }
    - { name: two, match: { issuer: https://ci.test }, grant: { audience: a, lifetime: 0 } }
`,
  );
  const { faults = [] } = await examineConfig({ exchange: exchangeSection }, { file });
  const told = faults.map(({ path, place, message }) => {
    const at = place?.replace(file, '').slice(1);
    return `${path} (${at}) ${message}`;
  });
  const wanted = [
    'exchange.issuer (3:3) is not an https URL',
    'exchange.tls.keyFile (4:3) is missing',
    'exchange.upstreams[0].audiences (6:7) is missing',
    'exchange.upstreams[1] (7:7) says in 2 ways where its keys are: jwksUri, jwksFile',
    'exchange.upstreams[1].issuer (7:9) is listed twice',
    'exchange.clients[1].secret (10:16) is not a reference to a secret',
    'exchange.rules[0].grant (12:78) has an unknown member: copies',
    'exchange.rules[1].match.issuer (14:16) is not one of the upstreams',
    'exchange.rules[1].match.claims.ref (14:64) has a regular expression that RE2 does not take',
    'exchange.rules[1].grant.claims.sub (15:39) has a lone {',
    'exchange.rules[2].name (16:9) is "two", as an earlier rule is named too',
    'exchange.rules[2].grant.lifetime (16:78) is not a whole number of seconds',
  ];
  expect(told.map((line, index) => line.slice(0, wanted[index]?.length))).toEqual(wanted);
  // A client of which nothing is known may be the one that the rule means, so that is not told.
  expect(told.join('\n')).not.toContain('rules[1].match.client');
});

it('judges whatever is given, without an exception (property)', async () => {
  const section = fc.record(
    {
      issuer: fc.anything(),
      tls: fc.anything(),
      upstreams: fc.oneof(fc.anything(), fc.array(fc.anything())),
      clients: fc.oneof(fc.anything(), fc.array(fc.anything())),
      rules: fc.oneof(fc.anything(), fc.array(fc.anything())),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(section, fc.anything()), async (given) => {
      expect(await findExchangeFaults(siftSection(given))).toBeInstanceOf(Array);
    }),
  );
});
