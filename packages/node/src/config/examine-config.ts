import { dirname, resolve } from 'node:path';
import { type ConfigFault, isJsonObject, member } from '@drawbridge/core';
import { addressFaults } from './address-faults.ts';
import { applySetting, compareSettings, type Setting } from './apply-setting.ts';
import { type EffectiveSetting, effectiveSettings } from './effective-settings.ts';
import { readEnvironment } from './environment.ts';
import { type Config, fileSchema, type Sections, settingsSchema } from './file-schema.ts';
import { type Judgement, judge } from './judge.ts';
import { marks } from './marks.ts';
import { nextTurn } from './next-turn.ts';
import { type Origin, Origins, placeOf } from './origins.ts';
import { showPath } from './path.ts';
import { comparePlaces, type PlacedFault } from './placed-fault.ts';
import { readConfigFile } from './read-file.ts';
import { namedFiles, type NamedFile, referredVariables, resolveFiles } from './resolve-files.ts';
import { type Schema, schemaAt } from './shape.ts';

/** A setting that a flag gives. */
export interface FlagSetting extends Setting {
  /** `--issuer` */
  readonly flag: string;
}

/** The layers of a configuration. */
export interface ConfigLayers {
  /** The file, if there is one. */
  readonly file?: string | undefined;
  /** Variables that begin with `DRAWBRIDGE_` are settings. Default: none. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly flags?: readonly FlagSetting[];
}

/** A configuration with the origin of all that is in it. */
export interface LoadedConfig<S extends Sections> {
  /** Valid by the schemas. Names of files are absolute. */
  readonly value: Config<S>;
  /** Every setting in force with its origin. */
  settings(): readonly EffectiveSetting[];
  /** Every file and folder that a setting names. */
  files(): readonly NamedFile[];
  /** Finds where the path of a fault was given. */
  locate(fault: ConfigFault): PlacedFault;
}

/** A configuration, or all that is wrong with it. */
export type ExaminedConfig<S extends Sections> =
  | { readonly config: LoadedConfig<S>; readonly faults?: undefined }
  | { readonly faults: readonly PlacedFault[] };

/**
 * Puts the layers of a configuration together and judges what comes of it: a flag comes
 * before the environment, that before the file, that before the default.
 *
 * @throws {DrawbridgeError} `config_invalid`, when the file cannot be read
 */
export async function examineConfig<S extends Sections>(
  sections: S,
  { file, env = {}, flags = [] }: ConfigLayers,
): Promise<ExaminedConfig<S>> {
  const schema = fileSchema(sections);
  const origins = new Origins();
  let given: unknown = { version: 1 };
  if (file !== undefined) {
    const read = await readConfigFile(file);
    if (read.faults !== undefined) return { faults: read.faults };
    await nextTurn();
    given = resolveFiles(read.value, schema, dirname(resolve(file)));
    for (const [path, place] of read.places) origins.set(path, { layer: 'file', place });
  }

  const environment = await readEnvironment(env, settingsSchema(sections));
  const faults: PlacedFault[] = [...environment.faults];
  const set = (setting: Setting, origin: Origin & { readonly name: string }): void => {
    const at = schemaAt(schema, setting.steps) as Schema;
    const value = resolveFiles(setting.value, at, process.cwd());
    const applied = applySetting(given, { steps: setting.steps, value });
    if (applied.gap !== undefined) {
      const { path, length } = applied.gap;
      faults.push({
        path: origin.name,
        message: `leaves a gap: the next element of ${path} is number ${length}`,
      });
      return;
    }
    given = applied.value;
    origins.replace(showPath(setting.steps), origin);
  };
  for (const setting of environment.settings.toSorted(compareSettings)) {
    set(setting, { layer: 'environment', name: setting.variable });
  }
  for (const setting of flags) set(setting, { layer: 'flag', name: setting.flag });

  // A variable that holds a secret may have a name of this kind too.
  const referred = new Set(referredVariables(given, schema));
  faults.push(...environment.unknown.filter(({ path }) => !referred.has(path)));

  const locate = (at: string, { path, message }: ConfigFault): PlacedFault => {
    const origin = origins.find(at);
    const place = origin === undefined ? undefined : placeOf(origin);
    return place === undefined ? { path, message } : { path, message, place };
  };
  await nextTurn();
  const judgement = judge(schema, given, '');
  // One by one: a file of the size that is read has room for more faults than a call has for arguments.
  for (const fault of judgement.faults ?? []) faults.push(locate(fault.at, fault));
  await nextTurn();
  for (const fault of await checkSections(sections, judgement, given)) {
    faults.push(locate(fault.path, fault));
  }
  for (const fault of addressFaults(given, schema)) faults.push(locate(fault.path, fault));
  if (faults.length > 0 || judgement.faults !== undefined) {
    return { faults: faults.toSorted(comparePlaces) };
  }
  const value = judgement.value as Config<S>;
  return {
    config: {
      value,
      settings: () =>
        effectiveSettings(value, given, schema, (path) => origins.find(path) ?? NO_ORIGIN),
      files: () => namedFiles(value, schema),
      locate: (fault) => locate(fault.path, fault),
    },
  };
}

/** Of the version, where there is no file. */
const NO_ORIGIN: Origin = { layer: 'default' };

/** What the sections' own checks find. */
async function checkSections(
  sections: Sections,
  judgement: Judgement<object>,
  given: unknown,
): Promise<readonly ConfigFault[]> {
  const isValid = judgement.faults === undefined;
  const whole = isValid ? judgement.value : given;
  if (!isJsonObject(whole)) return [];
  const found = await Promise.all(
    Object.entries(sections).map(async ([name, section]) => {
      const part = member(whole, name);
      if (part === undefined) return [];
      return (await marks.get(section)?.check?.(part, isValid)) ?? [];
    }),
  );
  return found.flat();
}
