import type { ConfigFault } from '@drawbridge/core';
import type { z } from 'zod';
import type { Setting } from './apply-setting.ts';
import { parseYaml } from './parse-yaml.ts';
import { showPath } from './path.ts';
import { type Schema, schemaAt, shapeOf } from './shape.ts';
import { isSettingVariable } from './setting-variables.ts';
import { findTarget, type Target } from './variable-names.ts';

/** A setting of the environment. */
interface VariableSetting extends Setting {
  readonly variable: string;
}

/** What the environment sets. */
export interface EnvironmentLayer {
  readonly settings: readonly VariableSetting[];
  /** Names that set nothing. One that the configuration refers to with `{env: NAME}` is none of them. */
  readonly unknown: readonly ConfigFault[];
  readonly faults: readonly ConfigFault[];
}

/**
 * Reads the settings that the environment holds. An empty variable is one that is not set.
 *
 * @param schema - of the whole configuration
 */
export async function readEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  schema: Schema,
): Promise<EnvironmentLayer> {
  const settings: VariableSetting[] = [];
  const unknown: ConfigFault[] = [];
  const faults: ConfigFault[] = [];
  const variables = new Map<string, string>();
  for (const variable of Object.keys(env).toSorted()) {
    const text = env[variable] ?? '';
    const target = isSettingVariable(variable, text) ? findTarget(schema, variable) : undefined;
    if (target === undefined) continue;
    if ('reason' in target) {
      unknown.push({ path: variable, message: target.reason });
      continue;
    }
    const { steps, value, fault } = await readSetting(variable, text, target, schema);
    const path = showPath(steps);
    const other = variables.get(path);
    if (other !== undefined) {
      faults.push({ path: variable, message: `sets what ${other} sets too: give one of them` });
    } else if (fault !== undefined) {
      faults.push({ path: variable, message: fault });
    } else {
      settings.push({ steps, value, variable });
    }
    variables.set(path, variable);
  }
  return { settings, unknown, faults };
}

interface ReadSetting extends Setting {
  readonly fault?: string;
}

async function readSetting(
  variable: string,
  text: string,
  { steps, schema, secretFile }: Target,
  root: Schema,
): Promise<ReadSetting> {
  const { secret, takesText, takesOther } = shapeOf(schema);
  if (secretFile) return { steps, value: { file: text } };
  if (secret) return { steps, value: { env: variable } };
  const last = steps.at(-1);
  const parent = schemaAt(root, steps.slice(0, -1));
  if (parent !== undefined && typeof last === 'string' && shapeOf(parent).secret) {
    // `…__SECRET__FILE` is the whole reference: beside another member it would be none.
    return { steps: steps.slice(0, -1), value: { [last]: text } };
  }
  if (takesText && !takesOther) return { steps, value: text };

  const parsed = await parseYaml(text);
  const isText = takesText && !/^\s*[[{]/.test(text);
  if (parsed.faults !== undefined) {
    return isText
      ? { steps, value: text }
      : { steps, value: undefined, fault: 'cannot be read as YAML or JSON' };
  }
  // Where text is taken too, `123` may be meant as text, but never what looks like a list.
  const accepted = (schema as z.ZodType).safeParse(parsed.value).success;
  return { steps, value: isText && !accepted ? text : parsed.value };
}
