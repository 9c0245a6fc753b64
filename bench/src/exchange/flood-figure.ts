import type { Figure } from '../harness/figure.ts';
import type { Pair } from '../harness/interleave.ts';
import { fire, type Shot } from '../harness/load.ts';
import { floodFigureOf, FORGED, withOtherKid } from '../upstream/unknown-kids.ts';
import { startUpstream, type Upstream } from '../upstream/upstream.ts';
import { ACCEPTED_AUDIENCE, type Bridge, setUpConfiguredBridge } from './bridge.ts';
import { requireOutcome, TOKEN_REQUESTS } from './exchange-meter.ts';

const ALG = 'ES256';
/** One request in so many is good. */
const GOOD_EVERY = 10;
/** Distinct good tokens. */
const TOKENS = 100;
/** Seconds. Short, so that a flood spans several. */
const COOL_DOWN = 1;

/**
 * Measures how often an exchange fetches its upstream's keys for a flood of tokens that each name
 * another key, against how many cool-downs the flood lasted.
 *
 * @throws {Error} when a good request among them is not served, or unknown keys are never looked up:
 *   an issuer that rotates would be locked out
 */
export async function floodFigure(): Promise<Figure> {
  const upstream = await startUpstream({ alg: ALG, audience: ACCEPTED_AUDIENCE, tokens: TOKENS });
  try {
    const policy = {
      upstreams: upstream.issuers,
      rules: upstream.issuers.map((issuer) => ({ issuer })),
      coolDown: COOL_DOWN,
    };
    const bridge = await setUpConfiguredBridge(policy, ALG);
    try {
      return await floodFigureOf('exchange', () => flood(bridge, upstream), COOL_DOWN);
    } finally {
      bridge.remove();
    }
  } finally {
    await upstream.close();
  }
}

/** A flood over a server from its start on; its first fetch counts too. */
async function flood(bridge: Bridge, upstream: Upstream): Promise<Pair> {
  const shots = Array.from({ length: FORGED }, (_, index): readonly Shot[] => {
    const good = upstream.tokens[index % TOKENS] as Buffer;
    const forged = { body: otherKid(good), status: 400 };
    return index % GOOD_EVERY === 0 ? [forged, { body: good, status: 200 }] : [forged];
  }).flat();
  const before = upstream.fetches();
  const begin = performance.now();
  const server = await bridge.start();
  try {
    // For its key, not for something that is looked at before.
    const first = otherKid(upstream.tokens[0] as Buffer);
    await requireOutcome(bridge.tokenUrl, first, { refusal: 'key_unknown' });
    const flooded = performance.now();
    await fire({ ...TOKEN_REQUESTS, url: bridge.tokenUrl }, shots);
    const fetches = upstream.fetches() - before;
    if (coolDownsSince(flooded) > 2 && fetches < 2) {
      throw new Error(`in two cool-downs of ${COOL_DOWN} s no unknown kid was looked up`);
    }
    return { subject: fetches, reference: Math.ceil(coolDownsSince(begin)) };
  } finally {
    await server.stop();
  }
}

function coolDownsSince(time: number): number {
  return (performance.now() - time) / 1000 / COOL_DOWN;
}

function otherKid(token: Buffer): Buffer {
  return Buffer.from(withOtherKid(token.toString()));
}
