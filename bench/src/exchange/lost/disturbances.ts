import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Certificate } from '../../harness/certificates.ts';
import { fetchText } from '../../harness/fetch-text.ts';
import type { ServerProcess } from '../../harness/server-process.ts';
import { until } from '../../harness/until.ts';
import type { ConfiguredBridge, Policy } from '../bridge.ts';
import type { Witness } from './witness.ts';

/** An exchange under load. */
export interface Scene {
  readonly bridge: ConfiguredBridge;
  readonly policy: Policy;
  /** Upstream tokens. */
  readonly tokens: readonly Buffer[];
  readonly witness: Witness;
  /** Certificates to serve with, of which it began with the first; none where it serves HTTP. */
  readonly certificates: readonly Certificate[];
  server: ServerProcess;
}

/** What is done to an exchange under load, several times. */
export interface Disturbance {
  readonly figure: string;
  /** What is done, for a sentence with `while`. */
  readonly what: string;
  /** How often. */
  readonly times: number;
  readonly secure: boolean;
  /**
   * Whether the server goes away for a while: a client may then find nobody listening, and clients ask a balancer before they open
   * connections. What the kernel accepts for a listener that is about to close nobody can answer.
   */
  readonly goesAway: boolean;
  /**
   * Does it once, and waits until clients have seen it.
   *
   * @param time - from 1 on
   * @throws {Error} when they have not seen it in time
   */
  disturb(scene: Scene, time: number): Promise<void>;
}

/** Names of the files, in the folder of the exchange. */
export const CERTIFICATE_FILE = 'certificate.pem';
export const KEY_FILE = 'key.pem';

/** Milliseconds in which something that was asked for must happen. */
const PATIENCE = 15_000;

export const DISTURBANCES: readonly Disturbance[] = [
  {
    figure: 'lost-at-reload',
    what: 'its configuration was changed and it got SIGHUP',
    times: 10,
    secure: false,
    goesAway: false,
    async disturb({ bridge, policy, witness, server }, time) {
      const grantedAudience = `audience-${time}`;
      bridge.configure({ ...policy, grantedAudience });
      server.signal('SIGHUP');
      const what = `a token is minted for ${grantedAudience}, as the changed configuration says`;
      await until(
        what,
        PATIENCE,
        () => requireAlive(server) && witness.audiences.has(grantedAudience),
      );
    },
  },
  {
    figure: 'lost-at-certificate-change',
    what: 'its certificate and key were replaced',
    times: 4,
    secure: true,
    goesAway: false,
    async disturb({ bridge, certificates, witness, server }, time) {
      const certificate = certificates[time] as Certificate;
      writeCertificate(bridge.data, certificate);
      const what = 'a new connection gets the new certificate';
      await until(
        what,
        PATIENCE,
        () => requireAlive(server) && witness.serialNumbers.has(certificate.serialNumber),
      );
    },
  },
  {
    figure: 'lost-at-key-rotation',
    what: 'its signing key was rotated at once',
    // It looks at its key ring every 5 seconds.
    times: 3,
    secure: false,
    goesAway: false,
    async disturb({ bridge, server, witness }) {
      const { keys } = JSON.parse(await bridge.keys('rotate', '--now', '--json')) as {
        keys: readonly { kid: string }[];
      };
      const [{ kid } = { kid: '' }] = keys;
      const published = async () => (await publishedKids(bridge)).has(kid);
      await until(
        `tokens are signed with the key ${kid}, and it is published`,
        PATIENCE,
        async () => requireAlive(server) && witness.kids.has(kid) && (await published()),
      );
    },
  },
  {
    figure: 'lost-at-shutdown',
    what: 'it got SIGTERM, ended and was started again',
    times: 5,
    secure: false,
    goesAway: true,
    async disturb(scene) {
      const code = await scene.server.stop();
      if (code !== 0) throw new Error(`it did not end by itself after SIGTERM: exit code ${code}`);
      scene.server = await scene.bridge.start();
    },
  },
];

/** Replaces both files, each in one step; in between they are no pair. */
export function writeCertificate(folder: string, { certificate, key }: Certificate): void {
  for (const [name, text] of [
    [KEY_FILE, key],
    [CERTIFICATE_FILE, certificate],
  ] as const) {
    const file = join(folder, name);
    writeFileSync(`${file}.new`, text, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
}

/** The keys that relying parties can verify with now. */
export async function publishedKids(
  { baseUrl }: ConfiguredBridge,
  ca?: string,
): Promise<ReadonlySet<string>> {
  const discovery = await fetchText(new URL('/.well-known/openid-configuration', baseUrl), ca);
  const { jwks_uri: jwksUri } = JSON.parse(discovery.body) as { jwks_uri: string };
  // The public address is nobody's here.
  const { body } = await fetchText(new URL(new URL(jwksUri).pathname, baseUrl), ca);
  const { keys } = JSON.parse(body) as { keys: readonly { kid: string }[] };
  return new Set(keys.map(({ kid }) => kid));
}

function requireAlive(server: ServerProcess): true {
  if (server.hasEnded()) throw new Error('the server ended');
  return true;
}
