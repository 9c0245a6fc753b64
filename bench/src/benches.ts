import { doctor } from './doctor/doctor.ts';
import { exchange } from './exchange/exchange.ts';
import { gateway } from './gateway/gateway.ts';
import { guard } from './guard/guard.ts';
import { inject } from './inject/inject.ts';
import { issuer } from './issuer/issuer.ts';
import { login } from './login/login.ts';
import { rules } from './rules/rules.ts';
import type { Bench } from './harness/bench.ts';

/** Every bench by name, in the order they run; `null` where a part has no figures yet. */
export const BENCHES = {
  exchange,
  guard,
  inject,
  issuer,
  login,
  gateway,
  vouch: null,
  doctor,
  rules,
} as const satisfies Readonly<Record<string, Bench | null>>;

export type BenchName = keyof typeof BENCHES;

export const BENCH_NAMES = Object.keys(BENCHES) as readonly BenchName[];

export function isBenchName(name: string): name is BenchName {
  return Object.hasOwn(BENCHES, name);
}
