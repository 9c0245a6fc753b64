import { basename, dirname, resolve } from 'node:path';
import type { ConfigFault } from '@drawbridge/core';
import { interpolate } from './interpolate.ts';
import type { IniFile, IniSection } from './parse-ini.ts';

/** What PasteDeploy hands to the object that a section describes. */
export interface PasteSettings {
  readonly values: ReadonlyMap<string, string>;
  /** Names that stand in [DEFAULT] too: PasteDeploy hands those to nobody. */
  readonly hidden: readonly string[];
  readonly faults: readonly ConfigFault[];
}

/** The names that PasteDeploy itself puts into [DEFAULT]. */
function pasteDefaults(path: string): IniSection {
  const file = resolve(path);
  return new Map([
    ['here', dirname(file)],
    ['__file__', file],
  ]);
}

/**
 * The settings of a section as PasteDeploy's `ConfigLoader.get_context` gathers them: names of [DEFAULT]
 * are left out even where the section sets them too, `get NAME = OTHER` takes a value of [DEFAULT]
 * over, and `set NAME = VALUE` is for others.
 *
 * @param path - of the ini file, for `%(here)s` and messages
 */
export function pasteSettings(ini: IniFile, section: IniSection, path: string): PasteSettings {
  const faults: ConfigFault[] = [];
  const values = new Map<string, string>();
  const own = pasteDefaults(path);
  const defaults = new Map([...own, ...ini.defaults]);
  const fill = (name: string, value: string, scopes: readonly IniSection[]) => {
    try {
      return interpolate(value, scopes);
    } catch (thrown) {
      faults.push({ path: name, message: (thrown as Error).message });
      return undefined;
    }
  };
  for (const [name, value] of section) {
    if (name.startsWith('set ') || defaults.has(name)) continue;
    const filled = fill(name, value, [section, defaults]);
    if (filled === undefined) continue;
    if (!name.startsWith('get ')) {
      values.set(name, filled);
      continue;
    }
    const target = name.slice(4).trim();
    const source = defaults.get(filled);
    if (source === undefined) {
      faults.push({
        path: target,
        message: `is taken from ${filled}, which [DEFAULT] of ${basename(path)} does not have`,
      });
      continue;
    }
    const taken = fill(target, source, [defaults]);
    if (taken !== undefined) values.set(target, taken);
  }
  const hidden = [...ini.defaults.keys()].filter((name) => !own.has(name) && !values.has(name));
  return { values, hidden, faults };
}
