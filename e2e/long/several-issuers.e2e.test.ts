import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCEPTED, ISSUER, postToken, readyAt } from '../support/exchange.ts';
import { countRequests, startTestProvider, type TestProvider } from '../support/providers.ts';
import { createStage } from '../support/stage.ts';

// Several private issuers, each a real OpenID provider, before one exchange.

const stage = createStage();
const requests = countRequests(stage);
afterAll(() => stage.clear());

const DISCOVERY = '/.well-known/openid-configuration';
const JWKS = '/jwks';

let gitlab: TestProvider;
let forgejo: TestProvider;
/** Nobody's configuration names it. */
let stranger: TestProvider;

/** Each issuer has a rule of its own, with an audience of its own. */
const grantOf = ({ issuer }: TestProvider) => `for-${new URL(issuer).port}`;

beforeAll(async () => {
  [gitlab, forgejo, stranger] = await Promise.all([
    startTestProvider(stage, ACCEPTED),
    startTestProvider(stage, ACCEPTED),
    startTestProvider(stage, ACCEPTED),
  ]);
});

interface UpstreamOf {
  readonly provider: TestProvider;
  /** Where its keys come from. Default: discovery. */
  readonly source?: object;
}

/** Starts an exchange before issuers. */
async function serve(upstreams: readonly UpstreamOf[]): Promise<string> {
  const data = await stage.folder();
  const config = join(data, 'drawbridge.yaml');
  const exchange = {
    issuer: ISSUER,
    listen: '127.0.0.1:0',
    upstreams: upstreams.map(({ provider, source }) => ({
      issuer: provider.issuer,
      audiences: [ACCEPTED],
      ...source,
    })),
    rules: upstreams.map(({ provider }, index) => ({
      name: `rule-${index}`,
      match: { issuer: provider.issuer },
      grant: { audience: grantOf(provider) },
    })),
  };
  await writeFile(config, JSON.stringify({ version: 1, data, exchange }));
  return readyAt(await stage.start(['serve', 'exchange', '--config', config]));
}

async function expectGranted(url: string, provider: TestProvider): Promise<void> {
  const { status, text } = await postToken(url, await provider.issueToken());
  expect({ status, text }).toMatchObject({ status: 200 });
  expect(decodeJwt(text)).toMatchObject({ iss: ISSUER, aud: grantOf(provider) });
}

async function expectRefused(url: string, token: string, expected: object): Promise<void> {
  const { status, text } = await postToken(url, token);
  expect({ status, ...(JSON.parse(text) as object) }).toMatchObject(expected);
}

describe('an exchange before two issuers', () => {
  let url: string;
  beforeAll(async () => {
    url = await serve([{ provider: gitlab }, { provider: forgejo }]);
  });

  test("grants each issuer's tokens what its own rule says", async () => {
    await expectGranted(url, gitlab);
    await expectGranted(url, forgejo);
  });

  test('refuses what one issuer signed in the name of the other', async () => {
    const named = await gitlab.forge({ iss: forgejo.issuer });
    await expectRefused(url, named, { status: 400, code: 'key_unknown' });
    const disguised = await gitlab.forge({ iss: forgejo.issuer }, String(forgejo.publicJwk.kid));
    await expectRefused(url, disguised, { status: 400, code: 'signature_invalid' });
    // It was for the name: under its own, what is signed in the same way is taken.
    expect((await postToken(url, await gitlab.forge({}))).status).toBe(200);
  });

  test('refuses an issuer that is not on the list, and asks it for nothing', async () => {
    await expectRefused(url, await stranger.issueToken(), { status: 400, code: 'issuer_unknown' });
    expect(requests(stranger.issuer, DISCOVERY) + requests(stranger.issuer, JWKS)).toBe(0);
    expect(requests(gitlab.issuer, JWKS)).toBeGreaterThan(0);
  });
});

test('an issuer that is down does not stop the other, nor does one that goes down', async () => {
  const [gone, leaving] = await Promise.all([
    startTestProvider(stage, ACCEPTED),
    startTestProvider(stage, ACCEPTED),
  ]);
  const token = await gone.issueToken();
  await gone.close();
  const url = await serve([{ provider: gone }, { provider: leaving }, { provider: gitlab }]);
  const down = { status: 502, code: 'upstream_unreachable' };
  await expectRefused(url, token, down);
  await expectGranted(url, gitlab);
  await expectRefused(url, token, down);

  // Its keys are at hand, so that its tokens are good although it is no more.
  await expectGranted(url, leaving);
  const last = await leaving.issueToken();
  await leaving.close();
  expect((await postToken(url, last)).status).toBe(200);
  await expectGranted(url, gitlab);
});

describe('an exchange that has the keys of each issuer from another source', () => {
  let url: string;
  let mirror: string;
  let moved: TestProvider;
  let byUri: TestProvider;
  let byFile: TestProvider;
  let inline: TestProvider;

  /** Another address of a provider's discovery document, as one behind a proxy has it. */
  async function mirrorDiscovery({ issuer }: TestProvider): Promise<string> {
    const document = await (await fetch(issuer + DISCOVERY)).text();
    const server = createServer((_, reply) => reply.end(document)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    stage.later(() => {
      server.closeAllConnections();
      return once(server.close(), 'close');
    });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/somewhere-else`;
  }

  beforeAll(async () => {
    [moved, byUri, byFile, inline] = await Promise.all([
      startTestProvider(stage, ACCEPTED),
      startTestProvider(stage, ACCEPTED),
      startTestProvider(stage, ACCEPTED),
      startTestProvider(stage, ACCEPTED),
    ]);
    const jwksFile = join(await stage.folder(), 'jwks.json');
    await writeFile(jwksFile, JSON.stringify({ keys: [byFile.publicJwk] }));
    mirror = await mirrorDiscovery(moved);
    url = await serve([
      { provider: moved, source: { discoveryUrl: mirror } },
      { provider: byUri, source: { jwksUri: byUri.issuer + JWKS } },
      { provider: byFile, source: { jwksFile } },
      { provider: inline, source: { jwks: { keys: [inline.publicJwk] } } },
    ]);
  });

  test('grants the tokens of all of them', async () => {
    for (const provider of [moved, byUri, byFile, inline]) await expectGranted(url, provider);
  });

  test('refuses what is signed with the key of another source', async () => {
    const all = [moved, byUri, byFile, inline];
    for (const [index, provider] of all.entries()) {
      const other = all.at(index - 1) as TestProvider;
      const forged = await provider.forge({ iss: other.issuer }, String(other.publicJwk.kid));
      await expectRefused(url, forged, { status: 400, code: 'signature_invalid' });
    }
  });

  test('asks each where it was told to, and nowhere else', async () => {
    const asked = (provider: TestProvider) =>
      [DISCOVERY, JWKS].map((path) => requests(provider.issuer, path));
    // The first was asked for its discovery document once, by the mirror.
    expect([requests(mirror, ''), ...asked(moved)]).toEqual([1, 1, 1]);
    expect([byUri, byFile, inline].map(asked)).toEqual([
      [0, 1],
      [0, 0],
      [0, 0],
    ]);
  });
});
