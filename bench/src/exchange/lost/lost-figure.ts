import { setTimeout as sleep } from 'node:timers/promises';
import { type Certificate, makeCertificate } from '../../harness/certificates.ts';
import { startBalancer } from '../../harness/balancer.ts';
import { countFigure } from '../../harness/count-figure.ts';
import type { Figure } from '../../harness/figure.ts';
import { startClients } from '../../harness/honest-clients.ts';
import { endProgress, progress } from '../../harness/progress.ts';
import { formatCounts, type TallyCounts } from '../../harness/tally.ts';
import { ACCEPTED_AUDIENCE, type Policy, setUpConfiguredBridge } from '../bridge.ts';
import { TOKEN_REQUESTS } from '../exchange-meter.ts';
import { startUpstream } from '../../upstream/upstream.ts';
import {
  CERTIFICATE_FILE,
  type Disturbance,
  KEY_FILE,
  publishedKids,
  type Scene,
  writeCertificate,
} from './disturbances.ts';
import { createWitness } from './witness.ts';

const ALG = 'ES256';
/** Milliseconds of load before, between and after. */
const UNDISTURBED = 400;
/** Seconds for which a server that is to end is there for those who do not know yet. */
const SHUTDOWN_DELAY = 1;
const CLIENTS = 16;
const TOKENS = 200;
const REQUESTS_PER_CONNECTION = 20;

/**
 * Counts the requests that an exchange under load loses while something is done to it, out of all that were sent.
 * What counts as lost is said at {@link TallyCounts}.
 *
 * @throws {Error} when what was done had no effect, or a token is signed by a key that nobody can know
 */
export async function lostFigure(disturbance: Disturbance): Promise<Figure> {
  const { figure, what, times, goesAway } = disturbance;
  const counts = await withScene(disturbance, (scene, ca) => run(disturbance, scene, ca));
  const lost = counts.lost + (goesAway ? 0 : counts.refused);
  endProgress();
  process.stderr.write(`exchange ${figure}: ${formatCounts(counts)}\n`);
  return countFigure(
    {
      bench: 'exchange',
      figure,
      unit: 'lost requests',
      against: `the ${counts.sent} sent while ${times} times ${what}`,
      aim: 0,
    },
    { counted: lost, of: counts.sent },
  );
}

async function run(
  { figure, times, goesAway, disturb }: Disturbance,
  scene: Scene,
  ca: string | undefined,
): Promise<TallyCounts> {
  const { bridge, witness } = scene;
  const balancer = goesAway ? startBalancer(bridge.readyUrl, ca) : undefined;
  const clients = startClients({
    ...TOKEN_REQUESTS,
    url: bridge.tokenUrl,
    bodies: scene.tokens,
    clients: CLIENTS,
    requestsPerConnection: REQUESTS_PER_CONNECTION,
    ...(ca !== undefined && { ca }),
    ...(balancer !== undefined && { mayConnect: balancer.isReady }),
    onAnswer: witness.token,
    onCertificate: witness.certificate,
  });
  try {
    for (let time = 1; time <= times; time++) {
      progress(`exchange ${figure}: time ${time} of ${times}`);
      await sleep(UNDISTURBED);
      await disturb(scene, time);
    }
    await sleep(UNDISTURBED);
  } finally {
    await clients.stop();
    await balancer?.stop();
  }
  const published = await publishedKids(bridge, ca);
  const unknown = [...witness.kids].find((kid) => !published.has(kid));
  if (unknown !== undefined)
    throw new Error(`a token was signed by ${unknown}, which is not published`);
  return clients.counts();
}

/** Has an exchange at hand for as long as it is used. */
async function withScene<T>(
  { secure, times, goesAway }: Disturbance,
  use: (scene: Scene, ca: string | undefined) => Promise<T>,
): Promise<T> {
  // One for the start, and another each time.
  const certificates = secure ? await makeCertificates(times + 1) : [];
  const ca = secure ? certificates.map(({ certificate }) => certificate).join('') : undefined;
  const upstream = await startUpstream({ alg: ALG, audience: ACCEPTED_AUDIENCE, tokens: TOKENS });
  try {
    const policy: Policy = {
      upstreams: upstream.issuers,
      rules: upstream.issuers.map((issuer) => ({ issuer })),
      ...(goesAway && { exchange: { shutdown: { delay: SHUTDOWN_DELAY } } }),
      ...(secure && {
        exchange: { tls: { certificateFile: CERTIFICATE_FILE, keyFile: KEY_FILE } },
      }),
    };
    const bridge = await setUpConfiguredBridge(policy, ALG, ca);
    try {
      if (certificates[0] !== undefined) writeCertificate(bridge.data, certificates[0]);
      const server = await bridge.start();
      const scene: Scene = {
        bridge,
        policy,
        tokens: upstream.tokens,
        witness: createWitness(),
        certificates,
        server,
      };
      try {
        return await use(scene, ca);
      } finally {
        await scene.server.stop();
      }
    } finally {
      bridge.remove();
    }
  } finally {
    await upstream.close();
  }
}

function makeCertificates(count: number): Promise<readonly Certificate[]> {
  return Promise.all(Array.from({ length: count }, makeCertificate));
}
