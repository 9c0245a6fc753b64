import { createLineLog } from '@drawbridge/core';
import {
  askHealth,
  findVouchPlaces,
  type GivenValue,
  readVouchConfig,
  type VouchKeyName,
  type VouchSources,
} from '@drawbridge/gateway/node';
import { createContext } from '../context.ts';
import { report } from '../report.ts';
import { print, tell, type Terminal } from '../terminal.ts';
import { ToldError } from '../told-error.ts';
import { VERSION } from '../version.ts';
import { type ProxyFlags, readProxyFlags, USAGE } from './proxy-flags.ts';
import { runVouch } from './run-vouch.ts';

/** As Vouch Proxy has it for whatever keeps it from serving. */
const FAILED = 1;
/** As Go has it for a command line that is none. */
const NO_COMMAND_LINE = 2;

/**
 * Runs the program of the image that takes the place of Vouch Proxy's: its flags, its variables, its exit codes.
 *
 * @param words - behind the name of the program
 * @returns the exit code
 */
export async function runVouchProxy(words: readonly string[], terminal: Terminal): Promise<number> {
  const flags = readProxyFlags(words);
  if (typeof flags === 'string') {
    tell(terminal, `vouch-proxy: ${flags}.\n\n${USAGE}`);
    return NO_COMMAND_LINE;
  }
  if (flags.help) {
    tell(terminal, USAGE);
    return FAILED;
  }
  if (flags.version) {
    print(terminal, `vouch-proxy of Drawbridge ${VERSION}`);
    return 0;
  }
  try {
    if (flags.logtest) return logOfEach(flags, terminal);
    const sources = await sourcesOf(flags, terminal);
    if (flags.healthcheck) return await checkHealth(sources, terminal);
    await runVouch({}, sources, createContext(terminal));
    return 0;
  } catch (thrown) {
    if (!(thrown instanceof ToldError)) report(thrown, terminal);
    return FAILED;
  }
}

async function sourcesOf(
  { config, port, loglevel }: ProxyFlags,
  { env }: Terminal,
): Promise<VouchSources> {
  const given = new Map<VouchKeyName, GivenValue>();
  if (port !== undefined) given.set('vouch.port', { value: port, place: '-port' });
  if (loglevel !== undefined) given.set('vouch.logLevel', { value: loglevel, place: '-loglevel' });
  const places = await findVouchPlaces(config, env, process.cwd());
  // A container has a loopback interface of its own: whoever runs it says which port is published.
  return { ...places, env, flags: given, host: '0.0.0.0' };
}

async function checkHealth(sources: VouchSources, terminal: Terminal): Promise<number> {
  const { place, tls } = await readVouchConfig(sources);
  const fault = await askHealth(place, tls !== undefined);
  if (fault === undefined) return 0;
  tell(terminal, `vouch-proxy: ${fault}.`);
  return FAILED;
}

function logOfEach({ loglevel = 'info' }: ProxyFlags, terminal: Terminal): number {
  const levels = ['debug', 'info', 'warn', 'error'] as const;
  const level = levels.find((known) => known === loglevel) ?? 'error';
  const log = createLineLog((line) => tell(terminal, line), { level });
  for (const each of levels) log[each]('a line of this level');
  return 0;
}
