import {
  type Algorithm,
  createDefaultEngine,
  createKeySet,
  createVerifier,
  DrawbridgeError,
} from '@drawbridge/core';
import {
  type ConformanceCase,
  createTestIssuer,
  engineConformance,
  forgeHostileTokens,
  testKey,
} from '@drawbridge/testing';
import { cookieCases } from './cookie-cases.ts';

/** What came of one case. */
export interface Outcome {
  readonly title: string;
  /** Why it failed. */
  readonly fault?: string;
}

export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await judge(new URL(request.url).pathname));
  },
  judge,
};

/**
 * Runs a verifier on the default engine and a guard of cookies, and before them, unless the path is `/verifier`, the suite of engines.
 *
 * @returns every outcome, good or bad
 */
async function judge(path: string): Promise<readonly Outcome[]> {
  const engineCases = [ANSWERS_BY_PROMISE, ...engineConformance(() => createDefaultEngine())];
  const cases = [
    ...(path === '/verifier' ? [] : engineCases),
    ...(await verifierCases()),
    ...(await cookieCases()),
  ];
  const outcomes: Outcome[] = [];
  for (const { title, run } of cases) {
    outcomes.push(await run().then(() => ({ title }), faultOf(title)));
  }
  return outcomes;
}

const ANSWERS_BY_PROMISE: ConformanceCase = {
  title: 'the default engine answers by promise, as WebCrypto does',
  async run() {
    const engine = createDefaultEngine();
    const key = await engine.importKey('ES256', { jwk: (await testKey('ES256')).publicJwk });
    const answer = engine.verify(key, new Uint8Array(3), new Uint8Array(64));
    if (!(answer instanceof Promise)) throw new Error(`it answers ${answer} at once`);
    await answer;
  },
};

/** Above the engine is all that takes a token apart: every forged token must be refused with its code. */
async function verifierCases(): Promise<readonly ConformanceCase[]> {
  const algorithms: readonly Algorithm[] = ['ES256', 'RS256', 'EdDSA'];
  return (await Promise.all(algorithms.map(verifierCasesOf))).flat();
}

async function verifierCasesOf(alg: Algorithm): Promise<readonly ConformanceCase[]> {
  const engine = createDefaultEngine();
  const issuer = await createTestIssuer({ algorithms: [alg] });
  const keys = createKeySet(issuer.jwks().keys, 'here', engine);
  const { verify } = createVerifier({
    issuers: [{ issuer: issuer.issuer, audiences: [issuer.audience], keys }],
    engine,
    clock: issuer.clock,
  });
  const good: ConformanceCase = {
    title: `a verifier of ${alg} accepts a good token`,
    async run() {
      await verify(await issuer.issue());
    },
  };
  const hostile = await forgeHostileTokens(issuer);
  const refusals = hostile.map(
    ({ name, token, code }): ConformanceCase => ({
      title: `a verifier of ${alg} refuses ${name}`,
      async run() {
        const found = await verify(token).then(() => 'accepted', codeOf);
        if (found !== code) throw new Error(`it is ${found} and not ${code}`);
      },
    }),
  );
  return [good, ...refusals];
}

function codeOf(thrown: unknown): string {
  return thrown instanceof DrawbridgeError ? thrown.code : String(thrown);
}

function faultOf(title: string): (error: unknown) => Outcome {
  return (error) => ({ title, fault: String(error) });
}
