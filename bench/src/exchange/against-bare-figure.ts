import type { BenchOptions } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { progress } from '../harness/progress.ts';
import { bareExchange } from './bare-exchange.ts';
import { exchangeMeter } from './exchange-meter.ts';
import { withExchange } from './with-exchange.ts';

export const AGAINST_BARE_FIGURE = 'es256-against-bare';

const ALG = 'ES256';
const TOKENS = 500;
/** Seconds of load a round. */
const SECONDS = 1;

/**
 * Measures the server's CPU time for one exchange against that of a server which verifies and signs as well, on node:http and
 * node:crypto, and does nothing else: the least that anything built on the two can cost.
 *
 * @param aim - how many times as much an exchange may cost
 */
export function againstBareFigure(aim: number, { rounds }: BenchOptions): Promise<Figure> {
  return withExchange({ alg: ALG, tokens: TOKENS }, async ({ upstream, bridge, server }) => {
    const bare = await bareExchange(upstream.issuers[0] as string);
    const bareServer = await bare.start();
    try {
      const shared = { tokens: upstream.tokens, outcome: { alg: ALG }, seconds: SECONDS };
      const subject = await exchangeMeter(server, { ...shared, url: bridge.tokenUrl });
      const reference = await exchangeMeter(bareServer, { ...shared, url: bare.url });
      progress(`exchange ${AGAINST_BARE_FIGURE}: warming up`);
      await subject.warmUp();
      await reference.warmUp();
      const sides = { subject: () => subject.measure(), reference: () => reference.measure() };
      const pairs = await interleave(rounds, sides, (round) =>
        progress(`exchange ${AGAINST_BARE_FIGURE}: round ${round} of ${rounds}`),
      );
      return toFigure(
        {
          bench: 'exchange',
          figure: AGAINST_BARE_FIGURE,
          unit: 'us CPU/request',
          against: 'a bare node:http server that verifies and signs with node:crypto',
          aim,
          better: 'lower',
          ratio: (pair) => pair.subject / pair.reference,
        },
        pairs,
      );
    } finally {
      await bareServer.stop();
    }
  });
}
