import { SETTING_ROWS, type SettingName, type SettingRow } from './setting-rows.ts';

/** The flags of a command line, each by its name: `--client-id`. A switch is `true`; one that may be repeated a list. */
export type LoginFlags = Readonly<Record<string, string | true | readonly string[] | undefined>>;

/** What is said where the command is run. It goes before what is configured. */
export interface Spoken {
  readonly flags: LoginFlags;
  readonly env: Readonly<NodeJS.ProcessEnv>;
}

/** A text that was given, and by what. */
export interface Given {
  readonly value: string;
  /** `--client-id`, or `OIDC_CLIENT_ID`: for messages. */
  readonly by: string;
}

/**
 * What the command line says of a setting, else the environment. An empty variable is none: a line of a script that sets
 * nothing leaves it so.
 *
 * @param faults - is told of a flag that stands in two spellings with two values
 */
export function givenText(
  name: SettingName,
  { flags, env }: Spoken,
  faults: string[],
): Given | undefined {
  const { flag, old, variable }: SettingRow = SETTING_ROWS[name];
  const [first, second] = [flag, old].flatMap((by) => {
    const value = by === undefined ? undefined : flags[by];
    return by !== undefined && typeof value === 'string' ? [{ value, by }] : [];
  });
  if (first !== undefined && second !== undefined && first.value !== second.value) {
    faults.push(`${first.by} and ${second.by} are one setting, and have two values`);
  }
  if (first !== undefined) {
    if (first.value === '') faults.push(`${first.by} is empty`);
    return first;
  }
  const value = variable === undefined ? undefined : env[variable];
  return variable !== undefined && value ? { value, by: variable } : undefined;
}

/** What a flag says that may be repeated. */
export function listOf(value: LoginFlags[string]): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? (value as readonly string[]) : [];
}
