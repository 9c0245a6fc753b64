import { execFile } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { COMMAND } from '../harness/drawbridge-command.ts';
import { freePort, type ServerProcess, startServer } from '../harness/server-process.ts';

const run = promisify(execFile);

/** The audience that upstream tokens must have. */
export const ACCEPTED_AUDIENCE = 'https://bridge.example.com';

/** What a bench has tokens signed with. */
export type SigningAlgorithm = 'RS256' | 'ES256';

/** An exchange that is set up but does not run: its folder has a key ring. */
export interface Bridge {
  /** Its folder, with the configuration file if there is one. */
  readonly data: string;
  readonly baseUrl: URL;
  readonly tokenUrl: URL;
  /** Answers 200 when it is ready. */
  readonly readyUrl: URL;
  /** Starts it, and waits until it answers. */
  start(options?: StartOptions): Promise<ServerProcess>;
  /** Runs `drawbridge keys` on its key ring. @returns what that printed */
  keys(verb: string, ...args: readonly string[]): Promise<string>;
  /** Removes its folder. The end of the process does so too. */
  remove(): void;
}

/** How an exchange is started. */
export interface StartOptions {
  /** Arguments for Node itself. */
  readonly nodeArguments?: readonly string[];
  /** More arguments for the command. */
  readonly args?: readonly string[];
  /** Told what it logs, in pieces. */
  readonly onOutput?: (text: string) => void;
}

/** A bridge with a configuration file. */
export interface ConfiguredBridge extends Bridge {
  /** Writes the file anew, in one step. */
  configure(policy: Policy): void;
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
  /** How large a JWKS may be. Default: that of the exchange. */
  readonly limits?: { readonly jwksKeys: number; readonly jwksBytes: number };
  /** The audience of what is minted. Default: that of AWS. */
  readonly grantedAudience?: string;
  /** More of the section `exchange`. Names of files are relative to the folder. */
  readonly exchange?: Readonly<Record<string, unknown>>;
  /** Other sections. */
  readonly sections?: Readonly<Record<string, unknown>>;
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

/**
 * Sets up an exchange with a configuration file, and a key ring of one key.
 *
 * @param ca - PEM text of the certificates by which it is known; without, it does not serve HTTPS
 */
export async function setUpConfiguredBridge(
  policy: Policy,
  alg: SigningAlgorithm,
  ca?: string,
): Promise<ConfiguredBridge> {
  const bridge = await setUp(
    alg,
    (data) => {
      writeConfiguration(data, policy);
      return ['--config', configurationFile(data)];
    },
    ca,
  );
  return { ...bridge, configure: (changed) => writeConfiguration(bridge.data, changed) };
}

function configurationFile(data: string): string {
  return join(data, 'drawbridge.yaml');
}

function writeConfiguration(data: string, policy: Policy): void {
  const { upstreams, rules, coolDown, limits, grantedAudience = GRANTED_AUDIENCE } = policy;
  const exchange = {
    issuer: ISSUER,
    upstreams: upstreams.map((issuer) => ({
      issuer,
      audiences: [ACCEPTED_AUDIENCE],
      ...(coolDown !== undefined && { cache: { coolDown } }),
      ...(limits !== undefined && { limits }),
    })),
    rules: rules.map((match, index) => ({
      name: `rule-${index}`,
      match,
      grant: { audience: grantedAudience },
    })),
    ...policy.exchange,
  };
  const file = configurationFile(data);
  writeFileSync(`${file}.new`, JSON.stringify({ version: 1, exchange, ...policy.sections }));
  renameSync(`${file}.new`, file);
}

/** @param flagsOf - makes the flags that tell it its policy, with the folder of its data */
async function setUp(
  alg: SigningAlgorithm,
  flagsOf: (data: string) => readonly string[],
  ca?: string,
): Promise<Bridge> {
  const data = mkdtempSync(join(tmpdir(), 'drawbridge-bench-'));
  const remove = () => rmSync(data, { recursive: true, force: true });
  process.once('exit', remove);
  const keys: Bridge['keys'] = async (verb, ...more) => {
    const words = [COMMAND, 'keys', verb, '--data', data, ...more];
    return (await run(process.execPath, words)).stdout;
  };
  await keys('generate', '--alg', alg);
  const scheme = ca === undefined ? 'http' : 'https';
  const baseUrl = new URL(`${scheme}://127.0.0.1:${await freePort()}`);
  const readyUrl = new URL('/readyz', baseUrl);
  const words = ['serve', 'exchange', '--data', data, '--listen', baseUrl.host, ...flagsOf(data)];
  return {
    data,
    baseUrl,
    tokenUrl: new URL('/token', baseUrl),
    readyUrl,
    start: ({ nodeArguments = [], args = [], onOutput } = {}) =>
      startServer({ args: [...nodeArguments, COMMAND, ...words, ...args], readyUrl, ca, onOutput }),
    keys,
    remove() {
      process.off('exit', remove);
      remove();
    },
  };
}
