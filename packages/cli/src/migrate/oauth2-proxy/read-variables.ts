import { OPTIONS } from './options/all-options.ts';
import { variableOf } from './options/option.ts';
import type { Given } from './read-toml.ts';

/** Options that variables of the environment give. */
export interface FromVariables {
  readonly given: ReadonlyMap<string, Given>;
  /** Variables of that prefix that stand for no option. */
  readonly unknown: readonly string[];
}

/** Reads `OAUTH2_PROXY_*`. An empty variable is none, as oauth2-proxy has it. */
export function readVariables(
  environment: Readonly<Record<string, string | undefined>>,
): FromVariables {
  const names = new Map([...OPTIONS.values()].map((option) => [variableOf(option), option.name]));
  const given = new Map<string, Given>();
  const unknown: string[] = [];
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith('OAUTH2_PROXY_') || value === undefined || value === '') continue;
    const name = names.get(variable);
    if (name === undefined) unknown.push(variable);
    else given.set(name, { value, where: variable });
  }
  return { given, unknown };
}
