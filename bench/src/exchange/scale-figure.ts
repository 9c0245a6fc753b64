import type { BenchOptions } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { progress } from '../harness/progress.ts';
import { ACCEPTED_AUDIENCE, type Policy, setUpConfiguredBridge } from './bridge.ts';
import { exchangeMeter, type ExchangeMeter } from './exchange-meter.ts';
import { PROJECT_PATH, startUpstream } from '../upstream/upstream.ts';

/** What there is many of, and how many. */
export interface ScalePlan {
  readonly scaled: 'issuers' | 'rules' | 'keys';
  readonly count: number;
  /** Whether no rule matches, and the tokens are refused. Default: false. */
  readonly refused?: boolean;
}

/** The cheap one, so that whatever the number adds is not hidden behind a signature. */
const ALG = 'ES256';
/** Seconds of load a round. */
const SECONDS = 1;
/** Distinct tokens: at least one of each issuer. */
const TOKENS = 1000;
/** What a public ES256 key takes in a JWKS at most, with the document around it. */
const JWK_BYTES = 500;
/** More CPU than this for a request, as a ratio, is not flat. */
const AIM = 1.1;

/** The name of its figure. */
export function scaleName({ scaled, count, refused = false }: ScalePlan): string {
  return `${scaled}-${count}${refused ? '-refused' : ''}`;
}

/**
 * Measures the server's CPU time for one exchange with `count` issuers, rules or keys against the same
 * with one, both servers up all the time. The hard case of each: the requests are spread over all
 * issuers, whose keys differ; all rules are about one issuer, where the last of them matches, or
 * none; and all keys are in the JWKS of one issuer, fifty of which, from all over it, sign.
 */
export async function scaleFigure(plan: ScalePlan, { rounds }: BenchOptions): Promise<Figure> {
  const { scaled } = plan;
  const figure = scaleName(plan);
  progress(`exchange ${figure}: warming up`);
  const pairs = await withMeter(plan, (subject) =>
    withMeter({ ...plan, count: 1 }, (reference) =>
      interleave(
        rounds,
        { subject: () => subject.measure(), reference: () => reference.measure() },
        (round) => progress(`exchange ${figure}: round ${round} of ${rounds}`),
      ),
    ),
  );
  return toFigure(
    {
      bench: 'exchange',
      figure,
      unit: 'us CPU/request',
      against: `the same with 1 of the ${scaled}`,
      aim: AIM,
      better: 'lower',
      ratio: (pair) => pair.subject / pair.reference,
    },
    pairs,
  );
}

/** Has an exchange at hand, warm, for as long as it is used. */
async function withMeter<T>(
  plan: ScalePlan,
  use: (meter: ExchangeMeter) => Promise<T>,
): Promise<T> {
  const upstream = await startUpstream({
    alg: ALG,
    audience: ACCEPTED_AUDIENCE,
    tokens: TOKENS,
    issuers: plan.scaled === 'issuers' ? plan.count : 1,
    ...(plan.scaled === 'keys' && { keys: plan.count }),
  });
  try {
    const bridge = await setUpConfiguredBridge(policyOf(upstream.issuers, plan), ALG);
    try {
      const server = await bridge.start();
      try {
        const meter = await exchangeMeter(server, {
          url: bridge.tokenUrl,
          tokens: upstream.tokens,
          outcome: plan.refused === true ? { refusal: 'rule_denied' } : { alg: ALG },
          seconds: SECONDS,
        });
        await meter.warmUp();
        return await use(meter);
      } finally {
        await server.stop();
      }
    } finally {
      bridge.remove();
    }
  } finally {
    await upstream.close();
  }
}

/** A rule for each issuer; or all rules for the one, each of another project, ours being the last if it is there. */
function policyOf(upstreams: readonly string[], plan: ScalePlan): Policy {
  const { scaled, count, refused = false } = plan;
  const ours = { project_path: PROJECT_PATH };
  if (scaled === 'issuers') {
    return { upstreams, rules: upstreams.map((issuer) => ({ issuer, claims: ours })) };
  }
  const issuer = upstreams[0] as string;
  if (scaled === 'keys') {
    const limits = { jwksKeys: count, jwksBytes: count * JWK_BYTES };
    return { upstreams, rules: [{ issuer, claims: ours }], limits };
  }
  const rules = Array.from({ length: count }, (_, index) => ({
    issuer,
    claims: { project_path: `example-group/project-${index}` },
  }));
  return { upstreams, rules: refused ? rules : [...rules.slice(1), { issuer, claims: ours }] };
}
