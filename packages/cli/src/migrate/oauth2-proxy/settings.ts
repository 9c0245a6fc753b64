import { createFindings, createTeller, type Findings, type Teller } from '../findings.ts';
import { OPTIONS } from './options/all-options.ts';
import type { OptionType } from './options/option.ts';
import type { Given } from './read-toml.ts';

/** The options that were given, each read by its type; a fault is told once, when it is read. */
export interface Settings extends Teller {
  readonly given: ReadonlyMap<string, Given>;
  readonly findings: Findings;
  /** `undefined` for one that is not given, or empty. */
  text(name: string): string | undefined;
  list(name: string): readonly string[];
  flag(name: string, fallback: boolean): boolean;
  /** Whole seconds, rounded up. */
  seconds(name: string): number | undefined;
}

/** Reads options as oauth2-proxy does: it takes a text for a number, for `true`, and for a list with commas. */
export function createSettings(given: ReadonlyMap<string, Given>): Settings {
  const findings = createFindings();
  const teller = createTeller(findings, (name) => given.get(name)?.where);
  const misread = new Set<string>();

  function misfit(name: string, message: string): undefined {
    if (!misread.has(name)) teller.fault(name, message);
    misread.add(name);
    return undefined;
  }

  function read<T>(name: string, wanted: string, convert: (value: unknown) => T | undefined) {
    const found = given.get(name);
    if (found === undefined) return undefined;
    return convert(found.value) ?? misfit(name, `is not ${wanted}`);
  }

  return {
    given,
    findings,
    ...teller,
    text: (name) => read(name, WORDS.string, toText) || undefined,
    list: (name) => read(name, WORDS.list, toList) ?? [],
    flag: (name, fallback) => read(name, WORDS.bool, toFlag) ?? fallback,
    seconds: (name) => read(name, WORDS.duration, toSeconds),
  };
}

/** What a type of option is called. */
const WORDS: Readonly<Record<OptionType, string>> = {
  string: 'a text',
  list: 'a list of texts',
  bool: 'true or false',
  int: 'a whole number',
  duration: 'a duration with its unit, such as "168h" or "1h30m"',
};

function toText(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function toList(value: unknown): readonly string[] | undefined {
  const items = typeof value === 'string' ? value.split(',') : value;
  if (!Array.isArray(items) || !items.every((item) => typeof item === 'string')) return undefined;
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

/** The texts that Go takes for one. */
function toFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (/^(?:1|t|true)$/i.test(String(value))) return true;
  return /^(?:0|f|false)$/i.test(String(value)) ? false : undefined;
}

const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** A number without a unit is nanoseconds to oauth2-proxy, which nobody means but for 0. */
function toSeconds(value: unknown): number | undefined {
  const text = toText(value);
  if (text === '0') return 0;
  if (text === undefined || !/^(?:\d{1,9}(?:\.\d{1,9})?(?:ns|us|µs|ms|s|m|h))+$/.test(text)) {
    return undefined;
  }
  const parts = [...text.matchAll(/([\d.]+)([a-zµ]+)/g)];
  return Math.ceil(
    parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (UNITS[unit] ?? 0), 0),
  );
}

/** Whether a value says no more than the default does. */
export function isDefault(settings: Settings, name: string): boolean {
  const option = OPTIONS.get(name);
  const found = settings.given.get(name);
  if (option === undefined || found === undefined) return found === undefined;
  const wanted = option.becomes.kind === 'same' ? option.becomes.value : option.fallback;
  if (option.type === 'bool') return settings.flag(name, false) === (wanted === 'true');
  if (option.type === 'duration') {
    return settings.seconds(name) === (toSeconds(wanted) ?? 0);
  }
  if (option.type === 'list') {
    return settings.list(name).join(', ') === wanted;
  }
  return (settings.text(name) ?? '').toLowerCase() === wanted.toLowerCase();
}
