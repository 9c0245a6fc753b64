/** What `vouch-proxy` was started with. */
export interface ProxyFlags {
  readonly config?: string;
  readonly port?: string;
  readonly loglevel?: string;
  readonly healthcheck: boolean;
  readonly version: boolean;
  readonly help: boolean;
  readonly logtest: boolean;
}

/** A flag with a value, or one that is there or not. */
interface KnownFlag {
  readonly name: keyof ProxyFlags;
  readonly takes?: string;
  readonly what: string;
}

const FLAGS: readonly KnownFlag[] = [
  { name: 'config', takes: 'FILE', what: 'the configuration, in the place of config/config.yml' },
  { name: 'port', takes: 'PORT', what: 'the port to listen on' },
  { name: 'loglevel', takes: 'LEVEL', what: 'the lowest level that is logged' },
  { name: 'healthcheck', what: 'ask the process of this configuration whether it is well: 0 or 1' },
  { name: 'logtest', what: 'log a line of each level' },
  { name: 'version', what: 'print the version' },
  { name: 'help', what: 'print this' },
];

/** What `-help` prints. */
export const USAGE = [
  'Usage of vouch-proxy, which is Drawbridge in the place of a Vouch Proxy:',
  ...FLAGS.map(
    ({ name, takes, what }) =>
      `  ${`-${name}${takes === undefined ? '' : ` ${takes}`}`.padEnd(18)}${what}`,
  ),
  '',
].join('\n');

const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/**
 * Reads a command line as Go does: a flag has one hyphen or two, and its value behind `=` or as the next word; what is there or not
 * has one behind `=` alone.
 *
 * @returns a sentence, without its full stop, of a command line that is none
 */
export function readProxyFlags(words: readonly string[]): ProxyFlags | string {
  const values = new Map<keyof ProxyFlags, string | boolean>();
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const match = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(word);
    if (match === null) return `there is no argument, only flags: ${JSON.stringify(word)} is none`;
    const [, name = '', given] = match;
    const flag = FLAGS.find((known) => known.name === (name === 'h' ? 'help' : name));
    if (flag === undefined) return `there is no flag -${name}`;
    if (flag.takes === undefined) {
      const isOn = given === undefined || TRUE.has(given);
      if (!isOn && !FALSE.has(given)) return `-${name} is true or false`;
      values.set(flag.name, isOn);
      continue;
    }
    const value = given ?? rest.shift();
    if (value === undefined || value === '') return `-${name} needs ${flag.takes}`;
    values.set(flag.name, value);
  }
  return {
    healthcheck: false,
    version: false,
    help: false,
    logtest: false,
    ...Object.fromEntries(values),
  };
}
