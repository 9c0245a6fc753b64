import { configError, type ConfigFault } from '@drawbridge/core';
import { createSettingReader, placedError, type PlacedFault } from '@drawbridge/node/config';
import type { SocketPlace } from '@drawbridge/node';
import type { VouchSettings } from '../../vouch/vouch-settings.ts';
import type { VouchKeyName } from './keys/all-keys.ts';
import { bareInstead, noteBareVariables } from './layers/bare-variables.ts';
import type { GivenValue, VouchNote } from './layers/given-value.ts';
import { joinLayers } from './layers/join-layers.ts';
import { NO_VOUCH_FILE, readVouchFile } from './layers/read-vouch-file.ts';
import { readVouchVariables, type Variables } from './layers/read-vouch-variables.ts';
import { groupId } from './listening/group-id.ts';
import { readVouchTls } from './read-vouch-tls.ts';
import { readAccessSettings } from './settings/access-settings.ts';
import { readCookieSettings } from './settings/cookie-settings.ts';
import { judgeOauth } from './settings/judge-oauth.ts';
import { readInspectorUrl } from './settings/inspector-url.ts';
import { readListenSettings, type VouchSocket } from './settings/listen-settings.ts';
import { logLevelOf } from './settings/log-level.ts';
import { noteChoices } from './settings/note-choices.ts';
import { readOauthSettings } from './settings/oauth-settings.ts';
import { readSigningSettings } from './settings/signing-settings.ts';
import { createValueReader, type ValueReader } from './settings/value-reader.ts';
import { readSigningKeys } from './signing/read-signing-keys.ts';
import type { VouchConfig } from './vouch-config.ts';
import type { VouchPlaces } from './vouch-places.ts';

/** What a configuration is read from. */
export interface VouchSources extends VouchPlaces {
  readonly env: Variables;
  /** What is given by flags, which count before all else. Default: none. */
  readonly flags?: ReadonlyMap<VouchKeyName, GivenValue>;
  /** What is listened at where nothing is said. */
  readonly host: '127.0.0.1' | '0.0.0.0';
}

/**
 * Reads a Vouch Proxy's configuration: its file, its variables and its defaults, and what they refer to. It changes nothing.
 *
 * @throws {DrawbridgeError} `config_invalid`, with every fault at once; none has a secret in it
 */
export async function readVouchConfig({
  file,
  root,
  secretFile,
  env,
  flags = new Map(),
  host,
}: VouchSources): Promise<VouchConfig> {
  const fromFile = file === undefined ? NO_VOUCH_FILE : await readVouchFile(file);
  const variables = await readVouchVariables(env);
  const joined = joinLayers({ flags, variables: variables.given, file: fromFile.given });
  const { given } = joined;
  const faults: PlacedFault[] = [...fromFile.faults, ...variables.faults];
  const notes: VouchNote[] = [...fromFile.notes, ...joined.notes, ...noteBareVariables(env, given)];

  const reader = createValueReader(given, faults);
  const validateOnly = reader.flag('vouch.validateOnly');
  const access = readAccessSettings(reader);
  const cookies = readCookieSettings(reader);
  if (access.allowAllUsers && cookies.cookie.domain === undefined && !validateOnly) {
    reader.fault(
      'vouch.cookie.domain',
      'is missing beside vouch.allowAllUsers, so that nobody could be led back to an app: write the domain that the apps and this gateway are below, such as example.com',
    );
  }
  const { tls: tlsFiles, place: asked, timeouts } = readListenSettings(reader, host, root);
  const place = 'path' in asked ? await toSocketPlace(asked, reader) : asked;
  const logLevel = logLevelOf(reader);
  const signing = readSigningSettings(reader, root, validateOnly);
  const sessionKey = reader.text('vouch.session.key');
  const section = readOauthSettings(reader);
  // A file that cannot be read has every key missing, which would be told of as well.
  const isRead = fromFile.faults.length === 0 || fromFile.given.size > 0;
  const judged =
    validateOnly || !isRead ? undefined : judgeOauth(section, { ...access, ...cookies });
  for (const { path, message } of judged?.faults ?? []) {
    const where = given.get(path as VouchKeyName)?.place;
    const instead = where === undefined ? bareInstead(path as VouchKeyName, env) : '';
    faults.push({ path, message: message + instead, ...(where !== undefined && { place: where }) });
  }

  const found: ConfigFault[] = [];
  const references = createSettingReader(env, (told) => {
    found.push(...told);
    return configError(told);
  });
  const keys = await readSigningKeys(signing, secretFile, references);
  const tls = tlsFiles && (await readVouchTls(tlsFiles, references, notes));
  try {
    references.finish();
  } catch {
    // They are told with all others.
  }
  for (const { path, message } of found) {
    const where = given.get(path as VouchKeyName)?.place;
    faults.push({ path, message, ...(where !== undefined && { place: where }) });
  }
  const settings: VouchSettings = { ...access, ...cookies, oauth: judged?.oauth };
  // Where oauth is at fault, that is what is to be mended.
  const inspectorUrl =
    validateOnly || judged?.oauth !== undefined ? readInspectorUrl(reader, settings) : undefined;
  if (faults.length > 0) {
    throw placedError(isRead ? [...faults, ...slipsOf(fromFile.notes)] : fromFile.faults);
  }

  notes.push(
    ...keys.notes,
    ...(judged?.warnings ?? []).map(({ path, message }) => ({
      event: 'setting is odd',
      fields: { setting: path, detail: message },
    })),
    ...noteChoices(reader, settings),
  );
  return {
    settings,
    place,
    timeouts,
    tls,
    logLevel,
    signing: keys.signing,
    sessionKey,
    given,
    inspectorUrl,
    notes,
    files: [
      ...(file === undefined ? [] : [file]),
      ...variables.files,
      ...keys.files,
      ...(tlsFiles === undefined ? [] : [tlsFiles.certificateFile, tlsFiles.keyFile]),
    ],
  };
}

async function toSocketPlace(
  { path, mode, group }: VouchSocket,
  reader: ValueReader,
): Promise<SocketPlace> {
  if (group === undefined) return { path, mode };
  const gid = await groupId(group);
  if (gid === undefined) {
    reader.fault('vouch.socket_group', 'is no group of this machine: write its name or its number');
  }
  return { path, mode, gid };
}

/** Keys that nobody knows: where something is missing, one of them may be it. */
function slipsOf(notes: readonly VouchNote[]): readonly PlacedFault[] {
  return notes.map(({ fields: { setting = '', place, hint = '' } }) => ({
    path: setting,
    message: `is passed over, since nobody knows it ${hint}`.trimEnd(),
    ...(place !== undefined && { place }),
  }));
}
