import type { Algorithm } from '@drawbridge/core';
import type { BenchOptions } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { progress } from '../harness/progress.ts';
import { startUpstream } from '../upstream/upstream.ts';
import { keycloakClaims } from '../verify/keycloak-claims.ts';
import { requireSameRoutes, type RouteMeter, startRoute } from './route-meter.ts';
import type { Side } from './sides.ts';

/** Two routes that differ in what is before them. */
export interface RoutePlan {
  readonly figure: string;
  readonly alg: Algorithm;
  /** Distinct tokens, which take turns. */
  readonly tokens: number;
  readonly subject: Side;
  readonly reference: Side;
  /** The reference, in words. */
  readonly against: string;
  /** What the ratio should reach. Default: it is measured to be known. */
  readonly aim?: number;
}

const AUDIENCE = 'https://api.example.com';

/**
 * Measures a server's CPU time for a request of one route against that of another, both up all the time, for the same requests and answers.
 *
 * @throws {Error} when a guarded route takes what it must not, or the two answer differently
 */
export async function routeFigure(plan: RoutePlan, { rounds }: BenchOptions): Promise<Figure> {
  const { figure, alg, tokens: count, aim, against } = plan;
  progress(`guard ${figure}: warming up`);
  const upstream = await startUpstream({
    alg,
    audience: AUDIENCE,
    tokens: count,
    claims: (index) => keycloakClaims(index, 'Bearer'),
  });
  const routes: RouteMeter[] = [];
  try {
    const [issuer = ''] = upstream.issuers;
    const tokens = upstream.tokens.map(String);
    const start = async (side: Side) => {
      const route = await startRoute({ side, issuer, audience: AUDIENCE, tokens });
      routes.push(route);
      return route;
    };
    const sides = [await start(plan.subject), await start(plan.reference)] as const;
    await requireSameRoutes(sides, tokens[0] as string);
    for (const route of sides) await route.warmUp();
    const [subject, reference] = sides;
    const pairs = await interleave(
      rounds,
      { subject: () => subject.measure(), reference: () => reference.measure() },
      (round) => progress(`guard ${figure}: round ${round} of ${rounds}`),
    );
    return toFigure(
      {
        bench: 'guard',
        figure,
        unit: 'us CPU/request',
        against,
        aim,
        better: 'higher',
        ratio: (pair) => pair.reference / pair.subject,
      },
      pairs,
    );
  } finally {
    for (const route of routes) await route.stop();
    await upstream.close();
  }
}
