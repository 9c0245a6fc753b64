import { type Algorithm, ALGORITHM_NAMES } from '@drawbridge/core';
import { type Bench, single } from '../harness/bench.ts';
import { FLOOD_FIGURE } from '../upstream/unknown-kids.ts';
import { VERIFICATIONS, verifyFigure, verifyName } from '../verify/verify-figure.ts';
import { floodFigure } from './flood-figure.ts';
import { guardVerifier } from './guard-verifier.ts';
import { RECALL_FIGURE, recallFigure } from './recall-figure.ts';
import { routeFigure, type RoutePlan } from './route-figure.ts';

/** As many as call within the lifetime of a token; all of them are remembered. */
const SEEN = { alg: 'ES256', tokens: 64, subject: 'guarded' } as const;

/** Algorithms that issuers use. */
const COMMON: ReadonlySet<Algorithm> = new Set(['RS256', 'PS256', 'ES256', 'EdDSA']);

const SEEN_ROUTES: readonly RoutePlan[] = [
  {
    ...SEEN,
    figure: 'fastify-seen',
    reference: 'unguarded',
    against: 'the same route of Fastify without a guard, the same requests and answers',
    aim: 0.75,
  },
  {
    ...SEEN,
    figure: 'fastify-seen-fast-jwt',
    reference: 'fast-jwt',
    against: 'the same route of Fastify with fast-jwt and its cache',
    aim: 1,
  },
];

/** More tokens than the forgetful remember, so that each is verified anew, and remembered in vain. */
function unseen(alg: Algorithm): readonly RoutePlan[] {
  const plan = { alg, tokens: 256, subject: 'guarded-forgetful' } as const;
  const name = `fastify-unseen-${alg.toLowerCase()}`;
  return [
    {
      ...plan,
      figure: name,
      reference: 'unguarded',
      against: 'the same route of Fastify without a guard, the same requests and answers',
    },
    {
      ...plan,
      figure: `${name}-fast-jwt`,
      reference: 'fast-jwt-forgetful',
      against: 'the same route of Fastify with fast-jwt and its cache',
      aim: 1,
    },
  ];
}

/** The figures of the guard: what it adds to a request, what a token costs it, and what a flood costs its issuer. */
export const guard: Bench = [
  ...SEEN_ROUTES.map((plan) => single(plan.figure, (options) => routeFigure(plan, options))),
  ...ALGORITHM_NAMES.flatMap(unseen).map((plan) => ({
    ...single(plan.figure, (options) => routeFigure(plan, options)),
    onlyIfNamed: !COMMON.has(plan.alg),
  })),
  single(RECALL_FIGURE, recallFigure),
  ...VERIFICATIONS.map((plan) =>
    single(verifyName(plan), (options) =>
      verifyFigure(
        plan,
        { bench: 'guard', kind: 'Bearer', make: (given) => guardVerifier(given, 1) },
        options,
      ),
    ),
  ),
  single(FLOOD_FIGURE, floodFigure),
];
