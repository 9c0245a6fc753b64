import { usageError } from '@drawbridge/core';
import { createSettingReader, type SettingReader } from '@drawbridge/node/config';
import {
  createVouchCodec,
  isCookieName,
  VOUCH_ALGORITHMS,
  type VouchAlgorithm,
  type VouchKey,
} from '@drawbridge/oauth';
import { CILOGON, type IdTokenIssuer } from '../../inspector/id-tokens/create-id-token-verifier.ts';
import { secretsInText } from '../../inspector/secrets-in-text.ts';
import { serverUrlFault } from '../../inspector/server-url.ts';
import { isWeakSecret } from '../../vouch/is-weak-secret.ts';
import type { GivenInspector, InspectorSettings } from './inspector-settings.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads the settings of an inspector that is served alone: flags, then the variables of FABRIC's demo and of Vouch Proxy,
 * then defaults.
 *
 * @throws {DrawbridgeError} `usage_invalid`, with all faults
 */
export async function readInspectorSettings(
  given: GivenInspector,
  env: Env,
): Promise<InspectorSettings> {
  const reader = createSettingReader(env, usageError);
  const variable = (name: string) => env[name] || undefined;

  const serverUrl = given.serverUrl ?? variable('API_SERVER_URL');
  if (serverUrl === undefined) {
    reader.fault(
      '--server-url or API_SERVER_URL',
      'is missing: the address where people sign in, without /login, such as https://fabric.example.org',
    );
  } else {
    const fault = serverUrlFault(serverUrl);
    if (fault !== undefined) reader.fault('--server-url or API_SERVER_URL', fault);
  }

  const indent = given.indent ?? Number(variable('API_JSON_RESPONSE_INDENT') ?? '0');
  if (!Number.isInteger(indent) || indent < 0 || indent > 16) {
    reader.fault('API_JSON_RESPONSE_INDENT', 'is not a whole number from 0 to 16');
  }

  const cookieName = given.cookieName ?? variable('VOUCH_COOKIE_NAME') ?? 'VouchCookie';
  if (!isCookieName(cookieName)) {
    reader.fault('--cookie-name or VOUCH_COOKIE_NAME', 'is no name of a cookie');
  }

  const algorithm = given.algorithm ?? variable('VOUCH_JWT_SIGNINGMETHOD') ?? 'HS256';
  const keys = isAlgorithm(algorithm) ? await readKeys(algorithm, given, env, reader) : [];
  if (!isAlgorithm(algorithm)) {
    reader.fault(
      '--signing-method or VOUCH_JWT_SIGNINGMETHOD',
      `is none of ${VOUCH_ALGORITHMS.join(', ')}`,
    );
  }
  reader.finish();
  return {
    serverUrl: serverUrl as string,
    indent,
    cookieName,
    algorithm: algorithm as VouchAlgorithm,
    // Without one there was a fault.
    keys: keys as InspectorSettings['keys'],
    issuers: withCilogon(given.issuers ?? []),
    isWeak: keys.some(isWeakKey),
  };
}

async function readKeys(
  algorithm: VouchAlgorithm,
  given: GivenInspector,
  env: Env,
  reader: SettingReader,
): Promise<readonly VouchKey[]> {
  if (algorithm.startsWith('HS')) return readSecrets(given, env, reader);
  const key = { publicKey: await readPublicKey(given, env, reader) };
  if (key.publicKey !== '' && !isUsable(algorithm, key)) {
    reader.fault(
      '--public-key-file or VOUCH_JWT_PUBLICKEYFILE',
      `is no public key in PEM that verifies ${algorithm}`,
    );
  }
  return [key];
}

async function readPublicKey(
  given: GivenInspector,
  env: Env,
  reader: SettingReader,
): Promise<string> {
  const at = '--public-key-file or VOUCH_JWT_PUBLICKEYFILE';
  const file = given.publicKeyFile ?? (env['VOUCH_JWT_PUBLICKEYFILE'] || undefined);
  if (file !== undefined) return reader.file(file, at);
  reader.fault(
    at,
    'is missing: cookies are signed with a pair of keys, and the public one verifies them',
  );
  return '';
}

async function readSecrets(
  given: GivenInspector,
  env: Env,
  reader: SettingReader,
): Promise<readonly VouchKey[]> {
  const file = given.secretFile ?? (env['VOUCH_JWT_SECRET_FILE'] || undefined);
  const inEnv = env['VOUCH_JWT_SECRET'] ?? '';
  if (file === undefined && inEnv === '') {
    reader.fault(
      'VOUCH_JWT_SECRET, VOUCH_JWT_SECRET_FILE or --secret-file',
      'is missing: the secret of Vouch Proxy, vouch.jwt.secret of its configuration',
    );
    return [];
  }
  if (given.secretFile === undefined && file !== undefined && inEnv !== '') {
    reader.fault('VOUCH_JWT_SECRET', 'and VOUCH_JWT_SECRET_FILE are both there: give one of them');
    return [];
  }
  const at = given.secretFile === undefined ? SECRET : '--secret-file';
  const text = file === undefined ? inEnv : await reader.secretFile(file, at);
  const keys = secretsInText(text);
  // What could not be read was told.
  if (text !== '' && keys.length === 0) reader.fault(at, 'is empty but for a line end');
  const isAllowed = given.allowWeakSecret ?? env['VOUCH_JWT_ALLOWWEAKSECRET'] === 'true';
  if (keys.some(isWeakKey) && !isAllowed) {
    reader.fault(
      SECRET,
      'has less than 44 characters: whoever has one cookie can find it by trying, and sign in as anybody. Give Vouch Proxy a ' +
        'better one, made with `openssl rand -base64 32`; or, to go on as it is, --allow-weak-secret',
    );
  }
  return keys;
}

const SECRET = 'the secret of Vouch Proxy';

function isWeakKey(key: VouchKey): boolean {
  return 'secret' in key && isWeakSecret(key.secret);
}

function isAlgorithm(text: string): text is VouchAlgorithm {
  return (VOUCH_ALGORITHMS as readonly string[]).includes(text);
}

function isUsable(algorithm: VouchAlgorithm, key: VouchKey): boolean {
  try {
    createVouchCodec({ algorithm, keys: [key] });
    return true;
  } catch {
    return false;
  }
}

/** An issuer that is given in its name is in its place. */
function withCilogon(given: readonly IdTokenIssuer[]): readonly IdTokenIssuer[] {
  return given.some(({ issuer }) => issuer === CILOGON.issuer) ? given : [CILOGON, ...given];
}
