import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort, type ServerProcess, startServer } from '../harness/server-process.ts';

const run = promisify(execFile);

/** The command as it is installed: from bench/dist/exchange to packages/cli/bin. */
const COMMAND = fileURLToPath(new URL('../../../packages/cli/bin/drawbridge.js', import.meta.url));

/** The audience that upstream tokens must have. */
export const ACCEPTED_AUDIENCE = 'https://bridge.example.com';

/** What a bench has tokens signed with. */
export type SigningAlgorithm = 'RS256' | 'ES256';

/** An exchange that is set up but does not run: its folder has a key ring. */
export interface Bridge {
  readonly tokenUrl: URL;
  /** Starts it, and waits until it answers. */
  start(): Promise<ServerProcess>;
  /** Removes its folder. The end of the process does so too. */
  remove(): void;
}

/** Claims that a token must have, exactly, for a rule to match. */
type Conditions = Readonly<Record<string, string>>;

/** What a configuration file says of whom an exchange trusts, and for what. */
export interface Policy {
  readonly upstreams: readonly string[];
  /** The rules: for each the upstream that it is about, and its conditions. */
  readonly rules: readonly { readonly issuer: string; readonly claims?: Conditions }[];
  /** Seconds between two fetches for the sake of an unknown `kid`. */
  readonly coolDown?: number;
}

/** The `iss` of what is minted. No relying party takes part, so nobody listens there. */
const ISSUER = 'https://bridge.example.com';
const GRANTED_AUDIENCE = 'sts.amazonaws.com';

/**
 * Sets up an exchange with one rule, by flags as a first user would, and a key ring of one key.
 *
 * @param alg - what it signs with
 */
export function setUpBridge(upstream: string, alg: SigningAlgorithm): Promise<Bridge> {
  const options = {
    issuer: ISSUER,
    upstream,
    'accept-audience': ACCEPTED_AUDIENCE,
    'grant-audience': GRANTED_AUDIENCE,
  };
  return setUp(alg, () => Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]));
}

/** Sets up an exchange with a configuration file, and a key ring of one key. */
export function setUpConfiguredBridge(policy: Policy, alg: SigningAlgorithm): Promise<Bridge> {
  const exchange = {
    issuer: ISSUER,
    upstreams: policy.upstreams.map((issuer) => ({
      issuer,
      audiences: [ACCEPTED_AUDIENCE],
      ...(policy.coolDown !== undefined && { cache: { coolDown: policy.coolDown } }),
    })),
    rules: policy.rules.map((match, index) => ({
      name: `rule-${index}`,
      match,
      grant: { audience: GRANTED_AUDIENCE },
    })),
  };
  return setUp(alg, (data) => {
    const file = join(data, 'drawbridge.yaml');
    writeFileSync(file, JSON.stringify({ version: 1, exchange }));
    return ['--config', file];
  });
}

/** @param flagsOf - makes the flags that tell it its policy, with the folder of its data */
async function setUp(
  alg: SigningAlgorithm,
  flagsOf: (data: string) => readonly string[],
): Promise<Bridge> {
  const data = mkdtempSync(join(tmpdir(), 'drawbridge-bench-'));
  const remove = () => rmSync(data, { recursive: true, force: true });
  process.once('exit', remove);
  await run(process.execPath, [COMMAND, 'keys', 'generate', '--alg', alg, '--data', data]);
  const base = new URL(`http://127.0.0.1:${await freePort()}`);
  const readyUrl = new URL('/.well-known/openid-configuration', base);
  const args = [COMMAND, 'serve', 'exchange', '--data', data, '--listen', base.host];
  const command = { args: [...args, ...flagsOf(data)], readyUrl };
  return {
    tokenUrl: new URL('/token', base),
    start: () => startServer(command),
    remove() {
      process.off('exit', remove);
      remove();
    },
  };
}
