import { join } from 'node:path';
import {
  createUpstreamKeys,
  createVerifier,
  DISCOVERY_PATH,
  discoveryUrlOf,
  epochSeconds,
  JWKS_PATH,
  loadByDiscovery,
  mint,
  type VerifiedToken,
} from '@drawbridge/core';
import { initSite, publishFolder } from '@drawbridge/issuer/node';
import { createSwitch, listen, openKeyRing, shellWord } from '@drawbridge/node';
import { CLOSE_SOON } from '../close-soon.ts';
import { showClaims } from '../compare-claims.ts';
import { orAnyPort } from '../or-any-port.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Tryable } from '../tryable.ts';
import { serveSite } from './serve-site.ts';

const HOST = '127.0.0.1';
const AUDIENCE = 'sts.amazonaws.com';
const SUBJECT = 'backup-job';
/** Seconds. */
const LIFETIME = 1200;

/**
 * The issuer on the home page: a site of static files, served from its folder. A token is signed by its key ring, and
 * verified by what is public alone.
 *
 * @throws {DrawbridgeError} `address_unavailable`, `data_unusable`, `key_ring_unusable`
 */
export async function issuerPart(surroundings: Surroundings): Promise<Tryable> {
  const { port, runtime, witness, decisions, later } = surroundings;
  const { engine, clock, http } = runtime;
  const { log } = witness;
  // The address is part of the issuer's name, and so of its folder's.
  const current = createSwitch();
  const listener = await orAnyPort(port, (candidate) =>
    listen(current.face(), { host: HOST, port: candidate }, log),
  );
  later(() => listener.close(CLOSE_SOON));
  const issuer = listener.url;
  const data = join(runtime.data, `issuer-${listener.address.port}`);
  const dir = join(data, 'site');
  const folder = join(data, 'ring', 'keys');
  await initSite({ issuer, dir, data: join(data, 'ring'), engine, clock });
  later(() => current.close());
  current.replace(serveSite(dir, log));

  /** As `drawbridge issuer publish` does where a web server serves the folder: a key signs once it was seen at its address. */
  async function publish() {
    const remote = http.remote();
    try {
      await publishFolder({ dir, ring: { folder, clock }, remote });
    } finally {
      await remote.close();
    }
  }

  async function sign(): Promise<string> {
    const ring = await openKeyRing({ folder, issuer, engine, clock, log });
    try {
      const now = epochSeconds(clock);
      const claims = new Map([['sub', SUBJECT]]);
      const request = { issuer, audiences: [AUDIENCE], now, expiresAt: now + LIFETIME, claims };
      return (await mint(ring.signingKey(), request)).token;
    } finally {
      ring.close();
    }
  }

  /** As AWS or any other stranger would. */
  function verify(token: string): Promise<VerifiedToken> {
    const load = loadByDiscovery({ issuer, fetch: http.fetchDocument });
    const keys = createUpstreamKeys({ issuer, load, engine, clock });
    const issuers = [{ issuer, audiences: [AUDIENCE], keys }];
    return createVerifier({ engine, clock, issuers }).verify(token);
  }

  let published: Promise<void> | undefined;
  async function signAndVerify(): Promise<void> {
    published ??= publish();
    await published.catch((thrown: unknown) => {
      published = undefined;
      throw thrown;
    });
    const token = await verify(await sign());
    decisions.add({
      part: 'issuer',
      outcome: 'allowed',
      verdict: 'Signed and verified',
      title: `A token of ${SUBJECT} was signed here, and verified by the two documents alone.`,
      before: {
        title: 'Asked for',
        claims: [
          { name: 'sub', value: SUBJECT },
          { name: 'aud', value: AUDIENCE },
          { name: 'for', value: `${LIFETIME / 60} minutes` },
        ],
      },
      why: `The key ${String(token.header['kid'])} is in the published key set, and the ${token.alg} signature is valid.`,
      after: { title: 'The token says', claims: showClaims(token.claims) },
    });
  }

  return {
    shown: {
      id: 'issuer',
      name: 'Issuer',
      does: 'Who has no OpenID provider needs none: an issuer is two static files and a key that stays with you. A cloud verifies its tokens by the files, wherever they are hosted.',
      addresses: [
        { label: 'issuer', url: `${issuer}/`, shown: issuer },
        { label: 'discovery', url: discoveryUrlOf(issuer), shown: DISCOVERY_PATH },
        { label: 'keys', url: `${issuer}${JWKS_PATH}`, shown: JWKS_PATH },
      ],
      buttons: [{ action: '/try/issuer/sign', label: 'Sign a token, and verify it' }],
      commands: [
        {
          label: 'The same from your terminal, once a token was signed here',
          text: `npx drawbridge token sign --data ${shellWord(join(data, 'ring'))} --issuer ${issuer} --sub ${SUBJECT} --aud ${AUDIENCE}`,
        },
      ],
    },
    tries: { '/try/issuer/sign': signAndVerify },
  };
}
