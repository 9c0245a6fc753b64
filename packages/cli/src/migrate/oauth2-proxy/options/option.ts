import type { Becomes } from '../../becomes.ts';

/** How a value is written. A list may also be a text with commas in it. */
export type OptionType = 'string' | 'list' | 'bool' | 'int' | 'duration';

/** An option of oauth2-proxy. */
export interface OldOption {
  /** On the command line, with its hyphens. */
  readonly flag: string;
  /** In the configuration file. */
  readonly name: string;
  readonly type: OptionType;
  /** As its documentation has it; empty for none. */
  readonly fallback: string;
  readonly becomes: Becomes;
}

/** Options under one heading. */
export interface OptionGroup {
  readonly title: string;
  readonly options: readonly OldOption[];
}

/** The variable of the environment that it is read from. */
export function variableOf({ name }: Pick<OldOption, 'name'>): string {
  return `OAUTH2_PROXY_${name.toUpperCase().replaceAll('-', '_')}`;
}

/** One row. The flag has hyphens where the name in the file has underscores; `name` is for those that differ in more. */
export function row(
  flag: string,
  type: OptionType,
  fallback: string,
  becomes: Becomes,
  name: string = fileName(flag, type),
): OldOption {
  return { flag: `--${flag}`, name, type, fallback, becomes };
}

/** What can be given several times has a plural in the file. */
function fileName(flag: string, type: OptionType): string {
  const name = flag.replaceAll('-', '_');
  return type === 'list' && !name.endsWith('s') ? `${name}s` : name;
}
