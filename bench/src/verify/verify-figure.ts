import { type Algorithm, ALGORITHM_NAMES } from '@drawbridge/core';
import type { BenchOptions } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { ownCpuMicroseconds } from '../harness/own-cpu-time.ts';
import { progress } from '../harness/progress.ts';
import type { KeycloakKind } from './keycloak-claims.ts';
import { tampered, tokensToVerify, type TokensToVerify } from './tokens.ts';
import { type Peer, peer, PEERS, type VerifyToken } from './verifiers.ts';

/** One algorithm against one peer. */
export interface VerifyPlan {
  readonly alg: Algorithm;
  readonly peer: Peer;
}

/** What is measured against a peer, and by which name. */
export interface VerifySubject {
  readonly bench: string;
  /** The tokens that it is for. Default: ID tokens. */
  readonly kind?: KeycloakKind;
  /** Verifies by the same key, issuer and audience as the peer. */
  make(given: TokensToVerify): VerifyToken | Promise<VerifyToken>;
}

/** Every algorithm against every peer. */
export const VERIFICATIONS: readonly VerifyPlan[] = ALGORITHM_NAMES.flatMap((alg) =>
  PEERS.map((name) => ({ alg, peer: name })),
);

/** Distinct tokens: nobody here remembers one, and a cache would show. */
const TOKENS = 256;
/** Milliseconds of verification, a round and side. */
const ROUND = 150;
/** Milliseconds before anything counts, until the code is compiled. */
const WARM_UP = 400;
/** Ours checks more than the peers do, and is not to cost more. */
const AIM = 1;

/** The name of its figure. */
export function verifyName({ alg, peer: name }: VerifyPlan): string {
  return `verify-${alg.toLowerCase()}-${name}`;
}

/**
 * Measures what it costs to verify a token, without a server: CPU time of this process, all threads, one token after the other.
 *
 * @throws {Error} when a side refuses a good token or takes one that was tampered with
 */
export async function verifyFigure(
  plan: VerifyPlan,
  { bench, kind, make }: VerifySubject,
  options: BenchOptions,
): Promise<Figure> {
  const given = await tokensToVerify(plan.alg, TOKENS, kind);
  const figure: VerifyComparison = {
    bench,
    figure: verifyName(plan),
    against: `${plan.peer}, the same tokens and checks`,
    tokens: given.tokens,
    subject: await make(given),
    reference: await peer(plan.peer, given),
  };
  return compareVerifiers(figure, options);
}

/** Two that verify the same tokens, and the name of the figure that comes of it. */
export interface VerifyComparison {
  readonly bench: string;
  readonly figure: string;
  readonly against: string;
  readonly tokens: readonly string[];
  readonly subject: VerifyToken;
  readonly reference: VerifyToken;
}

/**
 * Measures one that verifies against another.
 *
 * @throws {Error} when one of them refuses a good token or takes one that was tampered with
 */
export async function compareVerifiers(
  { bench, figure, against, tokens, subject, reference }: VerifyComparison,
  { rounds }: BenchOptions,
): Promise<Figure> {
  progress(`${bench} ${figure}: warming up`);
  await requireVerifies('ours', subject, tokens);
  await requireVerifies(against, reference, tokens);
  const measure = (verify: VerifyToken, milliseconds = ROUND) =>
    ownCpuMicroseconds(verify, tokens, milliseconds);
  await measure(subject, WARM_UP);
  await measure(reference, WARM_UP);
  const pairs = await interleave(
    rounds,
    { subject: () => measure(subject), reference: () => measure(reference) },
    (round) => progress(`${bench} ${figure}: round ${round} of ${rounds}`),
  );
  return toFigure(
    {
      bench,
      figure,
      unit: 'us CPU/token',
      against,
      aim: AIM,
      better: 'higher',
      ratio: (pair) => pair.reference / pair.subject,
    },
    pairs,
  );
}

/** @throws {Error} when it refuses a good token, or takes one that is not */
export async function requireVerifies(
  name: string,
  verify: VerifyToken,
  tokens: readonly string[],
): Promise<void> {
  for (const token of tokens) await verify(token);
  const bad = tampered(tokens[0] as string);
  let taken = true;
  try {
    await verify(bad);
  } catch {
    taken = false;
  }
  if (taken) throw new Error(`${name} takes a token that was tampered with`);
}
