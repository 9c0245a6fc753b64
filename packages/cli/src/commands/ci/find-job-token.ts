import { DrawbridgeError } from '@drawbridge/core';
import {
  CI_SYSTEMS,
  type CiSystem,
  claimsOf,
  findCiSystem,
  type JobEnvironment,
  type JobToken,
} from '@drawbridge/clouds/ci';

/** Where a person says that the token of the job is. */
export interface TokenOptions {
  /** `@FILE`. */
  readonly token?: string;
  readonly tokenVariable?: string;
}

/** A token of a job, whose system may be one that is not known. */
export interface FoundToken extends JobToken {
  readonly system: CiSystem | undefined;
  /** What to do where it turns out that there is none. */
  readonly advice: string;
}

/**
 * Where the token of this job is: where the options say, else where its system has it.
 *
 * @param audience - what it should be for
 * @throws {DrawbridgeError} `job_token_missing`, `usage_invalid`
 */
export function findJobToken(
  { token, tokenVariable }: TokenOptions,
  audience: string,
  env: JobEnvironment,
): FoundToken {
  const system = findCiSystem(env);
  const advice =
    system?.advice(audience) ??
    'Say where the token is, with --token-variable NAME or --token @FILE. On a machine of your own, `drawbridge aws assume` needs no job.';
  if (token !== undefined) return { place: fileOf(token, tokenVariable), system, advice };
  if (tokenVariable !== undefined) {
    requireJwt(tokenVariable, env[tokenVariable], advice);
    return { place: { kind: 'variable', name: tokenVariable }, system, advice };
  }
  if (system === undefined) {
    const names = CI_SYSTEMS.map(({ name }) => name).join(', ');
    throw missing(`this is no job of a system that is known (${names})`, advice);
  }
  const found = system.find(env, audience);
  if (found === undefined) {
    const others = system.passedOver?.(env) ?? [];
    throw missing(`this job of ${system.name} has no token`, withOthers(others, advice));
  }
  return { ...found, system, advice };
}

/** A token that is there and was not taken is what a person wonders about first. */
function withOthers([name, ...more]: readonly string[], advice: string): string {
  if (name === undefined) return advice;
  const beside = more.length > 0 ? `, and ${more.length} more,` : '';
  return `The token in ${name}${beside} is of another issuer or another job: where it is meant all the same, give --token-variable ${name}. ${advice}`;
}

function fileOf(token: string, tokenVariable: string | undefined) {
  // Not repeated: it may be a token that somebody put on the command line.
  if (!token.startsWith('@') || token === '@') {
    throw new DrawbridgeError('usage_invalid', {
      detail: '--token names no file',
      hint: 'Give --token @FILE. A token itself has no place on a command line, where others can see it.',
    });
  }
  if (tokenVariable !== undefined) {
    throw new DrawbridgeError('usage_invalid', {
      detail: '--token and --token-variable are given, and a job has one token',
    });
  }
  return { kind: 'file', path: token.slice(1) } as const;
}

function requireJwt(name: string, value: string | undefined, advice: string): void {
  // What is no name may be a token, and is not repeated.
  const called = /^\w+$/.test(name) ? name : 'of --token-variable';
  if (value === undefined || value === '')
    throw missing(`the variable ${called} is not set`, advice);
  if (claimsOf(value) === undefined)
    throw missing(`the variable ${called} holds no signed JWT`, advice);
}

/** The fault of a job without a token. */
export function missing(detail: string, hint: string, cause?: unknown): DrawbridgeError {
  return new DrawbridgeError('job_token_missing', { detail, hint, cause });
}
