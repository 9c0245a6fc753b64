import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** An algorithm's name for `openssl speed`. */
export type SpeedName = 'rsa2048' | 'ecdsap256';

/** The CPU microseconds that OpenSSL needs for one operation. */
export interface SpeedLimit {
  readonly sign: number;
  readonly verify: number;
}

/** The row of `-mr` output that sums up an algorithm. */
const SUMMARY_ROWS: Readonly<Record<SpeedName, { readonly row: string; readonly bits: string }>> = {
  rsa2048: { row: '+F2', bits: '2048' },
  ecdsap256: { row: '+F4', bits: '256' },
};

/**
 * Measures how fast the machine's OpenSSL signs and verifies on one core, a
 * second each. It counts its own user CPU time, so a busy machine does not
 * lengthen an operation; and it does nothing else, so nobody can be faster with
 * the same library.
 *
 * @throws {Error} when there is no `openssl` command, or it answers something else
 */
export async function opensslSpeed(name: SpeedName): Promise<SpeedLimit> {
  let stdout: string;
  try {
    ({ stdout } = await run('openssl', ['speed', '-mr', '-seconds', '1', name]));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new Error('there is no openssl command: install the package "openssl"', { cause });
  }
  return parseSpeed(stdout, name);
}

/**
 * Reads the machine-readable output of `openssl speed -mr`, whose summary row is
 * `+F<family>:<index>:<bits>:<signatures a second>:<verifications a second>`.
 *
 * @throws {Error} when the row is not there
 */
export function parseSpeed(output: string, name: SpeedName): SpeedLimit {
  const wanted = SUMMARY_ROWS[name];
  for (const line of output.split('\n')) {
    const [row, , bits, signs, verifies] = line.trim().split(':');
    if (row !== wanted.row || bits !== wanted.bits) continue;
    const limit = { sign: 1e6 / Number(signs), verify: 1e6 / Number(verifies) };
    if (isTime(limit.sign) && isTime(limit.verify)) return limit;
  }
  throw new Error(`the output of "openssl speed -mr ${name}" has no ${wanted.row} row with rates`);
}

function isTime(microseconds: number): boolean {
  return Number.isFinite(microseconds) && microseconds > 0;
}
