import {
  type Attempt,
  type FetchDocument,
  member,
  retry,
  type RetryPolicy,
} from '@drawbridge/core';
import { claimsOf, type JobEnvironment, type JobTokenPlace } from '@drawbridge/clouds/ci';
import { readStartOfFile } from '../../read-start-of-file.ts';
import { type FoundToken, missing } from './find-job-token.ts';
import { requestToken } from './request-token.ts';
import { runTokenProgram } from './run-token-program.ts';

/** The token of a job as it is now. Nobody has judged it but for its form. */
export interface ReadToken {
  readonly token: string;
  /** Its `exp`, in seconds since the epoch. */
  readonly expiresAt?: number;
}

/** What tokens are read with. */
export interface Surroundings {
  readonly env: JobEnvironment;
  /** Asks with these headers, which hold a secret. */
  readonly documents: (headers: Readonly<Record<string, string>>) => FetchDocument;
  /** Ends a program that gives tokens. */
  readonly signal: AbortSignal;
  /** How often an endpoint or a program is asked again that may fail by itself. */
  readonly policy: RetryPolicy;
}

/** Bytes: a token of 20,000 characters and what is around it takes a tenth. */
const MOST = 256 * 1024;

/**
 * Reads the token of a job, a new one where its place gives one.
 *
 * @throws {DrawbridgeError} `job_token_missing`; `upstream_…` where what gives tokens is at fault
 */
export async function readJobToken(
  found: FoundToken,
  surroundings: Surroundings,
): Promise<ReadToken> {
  const { policy, signal } = surroundings;
  const text = await retry((left) => askOnce(found, surroundings, left), policy, signal);
  const token = text.trim();
  const claims = claimsOf(token);
  if (claims === undefined) {
    throw missing(
      `${sourceOf(found.place)} ${token === '' ? 'is empty' : 'is no signed JWT'}`,
      found.advice,
    );
  }
  const end = member(claims, 'exp');
  return { token, ...(typeof end === 'number' && { expiresAt: Math.floor(end) }) };
}

/** Where a token came from, in words without a secret. */
function sourceOf(place: JobTokenPlace): string {
  switch (place.kind) {
    case 'variable':
      return `what is in ${place.name}`;
    case 'file':
      return `what is in ${place.path}`;
    case 'request':
      return `what ${new URL(place.url).host} gave`;
    case 'command':
      return `what ${place.command[0]} printed`;
  }
}

async function askOnce(
  { place, advice }: FoundToken,
  { env, documents, signal }: Surroundings,
  left: number,
): Promise<Attempt<string>> {
  switch (place.kind) {
    case 'variable':
      return { value: env[place.name] ?? '' };
    case 'file':
      return readStartOfFile(place.path, MOST).then(
        (value) => ({ value }),
        (cause: NodeJS.ErrnoException) => {
          const detail = `the token of the job is not in ${place.path} (${cause.code})`;
          return { fault: missing(detail, advice, cause) };
        },
      );
    case 'request': {
      const fetchDocument = documents({ authorization: place.authorization });
      return requestToken(place, fetchDocument, { most: MOST, advice });
    }
    case 'command':
      return runTokenProgram(place.command, { env, signal, left, most: MOST, advice });
  }
}
