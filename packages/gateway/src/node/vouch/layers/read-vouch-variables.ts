import type { PlacedFault } from '@drawbridge/node/config';
import { createSettingReader } from '@drawbridge/node/config';
import { configError } from '@drawbridge/core';
import { fileVariableOf, VOUCH_KEYS, type VouchKeyName } from '../keys/all-keys.ts';
import type { VouchKeyEntry } from '../keys/vouch-key.ts';
import type { GivenValue } from './given-value.ts';

/** The environment of a process. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** What the environment gives. */
export interface VouchVariables {
  readonly given: ReadonlyMap<VouchKeyName, GivenValue>;
  readonly faults: readonly PlacedFault[];
  /** Files of secrets that it names. */
  readonly files: readonly string[];
}

/**
 * What Kubernetes tells every container of a service by the name of vouch (`VOUCH_PORT=tcp://10.0.0.1:9090`): nobody means the
 * port by it.
 */
const SERVICE_LINK = /^(?:tcp|udp|sctp):\/\//;

/** Reads the variables of all keys. One that is empty gives nothing. */
export async function readVouchVariables(env: Variables): Promise<VouchVariables> {
  const given = new Map<VouchKeyName, GivenValue>();
  const faults: PlacedFault[] = [];
  const files: string[] = [];
  for (const [key, entry] of VOUCH_KEYS) {
    const name = entry.env.find((variable) => isGiven(env[variable]));
    const fileName = fileVariableOf(entry);
    const file = fileName === undefined ? undefined : env[fileName] || undefined;
    if (file !== undefined && fileName !== undefined) {
      if (name !== undefined) {
        faults.push({ path: key, message: `is given by ${name} and ${fileName}: keep one` });
        continue;
      }
      files.push(file);
      const read = await readSecretFile(file, fileName);
      if ('fault' in read) faults.push({ path: key, message: read.fault });
      else given.set(key, { value: valueOf(entry, read.text, '\n'), place: fileName });
    } else if (name !== undefined) {
      given.set(key, { value: valueOf(entry, env[name] ?? '', ','), place: name });
    }
  }
  return { given, faults, files };
}

function isGiven(value: string | undefined): boolean {
  return value !== undefined && value !== '' && !SERVICE_LINK.test(value);
}

function valueOf({ kind }: VouchKeyEntry, text: string, between: string): unknown {
  if (kind !== 'list' && kind !== 'secrets') return text;
  return text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

async function readSecretFile(
  file: string,
  variable: string,
): Promise<{ readonly text: string } | { readonly fault: string }> {
  let fault = '';
  const reader = createSettingReader({}, (faults) => {
    fault = `${faults[0]?.message} (${variable})`;
    return configError(faults);
  });
  const text = await reader.secret({ file }, '');
  try {
    reader.finish();
  } catch {
    return { fault };
  }
  return { text };
}
