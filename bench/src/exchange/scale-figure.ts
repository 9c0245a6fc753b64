import type { BenchOptions } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { progress } from '../harness/progress.ts';
import { ACCEPTED_AUDIENCE, type Policy, setUpConfiguredBridge } from './bridge.ts';
import { exchangeMeter, type ExchangeMeter } from './exchange-meter.ts';
import { PROJECT_PATH, startUpstream } from './upstream.ts';

/** What there is many of. */
export type Scaled = 'issuers' | 'rules';

/** The cheap one, so that whatever the number adds is not hidden behind a signature. */
const ALG = 'ES256';
/** Seconds of load a round. */
const SECONDS = 1;
/** Distinct tokens: at least one of each issuer. */
const TOKENS = 1000;
/** More CPU than this for a request, as a ratio, is not flat. */
const AIM = 1.1;

/**
 * Measures the server's CPU time for one exchange with `count` issuers or rules against the same
 * with one, both servers up all the time. The hard case of each: the requests are spread over all
 * issuers, whose keys differ; and all rules are about one issuer, where the last of them matches.
 */
export async function scaleFigure(
  scaled: Scaled,
  count: number,
  { rounds }: BenchOptions,
): Promise<Figure> {
  const figure = `${scaled}-${count}`;
  progress(`exchange ${figure}: warming up`);
  const pairs = await withMeter(scaled, count, (subject) =>
    withMeter(scaled, 1, (reference) =>
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
  scaled: Scaled,
  count: number,
  use: (meter: ExchangeMeter) => Promise<T>,
): Promise<T> {
  const upstream = await startUpstream({
    alg: ALG,
    audience: ACCEPTED_AUDIENCE,
    tokens: TOKENS,
    issuers: scaled === 'issuers' ? count : 1,
  });
  try {
    const bridge = await setUpConfiguredBridge(policyOf(upstream.issuers, scaled, count), ALG);
    try {
      const server = await bridge.start();
      try {
        const meter = await exchangeMeter(server, bridge.tokenUrl, upstream.tokens, ALG, SECONDS);
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

/** A rule for each issuer; or all rules for the one, each of another project, ours being the last. */
function policyOf(upstreams: readonly string[], scaled: Scaled, count: number): Policy {
  const ours = { project_path: PROJECT_PATH };
  if (scaled === 'issuers') {
    return { upstreams, rules: upstreams.map((issuer) => ({ issuer, claims: ours })) };
  }
  const issuer = upstreams[0] as string;
  const others = Array.from({ length: count - 1 }, (_, index) => ({
    issuer,
    claims: { project_path: `example-group/project-${index}` },
  }));
  return { upstreams, rules: [...others, { issuer, claims: ours }] };
}
