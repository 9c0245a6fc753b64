import {
  createKeySet,
  createVerifier,
  DrawbridgeError,
  type ErrorCode,
  type PublicJwk,
  silentLog,
  toDrawbridgeError,
} from '@drawbridge/core';
import { buildUpstreams } from '@drawbridge/exchange/node';
import { createRuntime, openOutbound } from '@drawbridge/node';
import { createSettingReader } from '@drawbridge/node/config';
import type { Config } from '../../context.ts';

/** What a new token is judged by. */
export interface JudgeOptions {
  readonly issuer: string;
  readonly audiences: readonly string[];
  /** The public key of the key that signed it: judged by that alone. Default: by what the issuer publishes. */
  readonly offline?: PublicJwk;
  /** Authorities (PEM) to trust for the issuer, in place of the system's. */
  readonly caFile?: string;
  readonly config: Config;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Judges a token that was just signed as a stranger would: by the documents at the address of its issuer. It is
 * shown to nobody before.
 *
 * @throws {DrawbridgeError} of the fault, with what to do about it
 */
export async function judgeNew(token: string, options: JudgeOptions): Promise<void> {
  const { issuer, audiences, offline, caFile, config, env } = options;
  const http = await openOutbound(config.outbound ?? {}, env);
  const runtime = createRuntime({ data: '', log: silentLog, env, http });
  const { engine, clock } = runtime;
  try {
    const reader = createSettingReader(env);
    const section = { issuer, audiences, ...(caFile !== undefined && { caFile }) };
    const [built] = await buildUpstreams([section], runtime, reader);
    reader.finish();
    const issuers = built === undefined ? [] : [built.upstream];
    const keys = offline && createKeySet([offline], 'the signing key', engine);
    const judged = issuers.map((upstream) =>
      keys === undefined ? upstream : { ...upstream, keys },
    );
    await createVerifier({ engine, clock, issuers: judged }).verify(token);
  } catch (thrown) {
    throw notShown(toDrawbridgeError(thrown), issuer);
  } finally {
    await runtime.close();
  }
}

const OTHER_KEYS = (issuer: string) =>
  `What is at ${issuer} has not this key. Publish the site first; where that was done just now, caches may have the old keys for some minutes. \`drawbridge issuer check ${issuer}\` shows what strangers see.`;

const HINTS: Partial<Record<ErrorCode, (issuer: string) => string>> = {
  key_unknown: OTHER_KEYS,
  signature_invalid: OTHER_KEYS,
  upstream_unreachable: (issuer) =>
    `Is the site public? Publish it, then see \`drawbridge issuer check ${issuer}\`; --offline judges by the key alone.`,
  upstream_invalid: (issuer) =>
    `Is the site published? See \`drawbridge issuer check ${issuer}\`; --offline judges by the key alone.`,
  upstream_timeout: (issuer) =>
    `AWS gives up after 5 seconds. See \`drawbridge issuer check ${issuer}\`; --offline judges by the key alone.`,
};

function notShown(fault: DrawbridgeError, issuer: string): DrawbridgeError {
  const hint = HINTS[fault.code]?.(issuer) ?? fault.hint;
  return new DrawbridgeError(fault.code, {
    detail: `the token was signed and is not shown: ${fault.message}`,
    ...(hint !== undefined && { hint }),
    cause: fault,
  });
}
