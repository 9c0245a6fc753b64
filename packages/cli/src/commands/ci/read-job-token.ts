import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type FetchDocument, DrawbridgeError, member, parseJsonObject } from '@drawbridge/core';
import { claimsOf, type JobEnvironment, type JobTokenPlace } from '@drawbridge/clouds/ci';
import { type FoundToken, missing } from './find-job-token.ts';

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
}

/** Milliseconds that a program of a system may take. */
const PATIENCE = 20_000;
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
  const token = (await textOf(found, surroundings)).trim();
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

async function textOf(
  found: FoundToken,
  { env, documents, signal }: Surroundings,
): Promise<string> {
  const { place, advice } = found;
  switch (place.kind) {
    case 'variable':
      return env[place.name] ?? '';
    case 'file':
      return readFile(place.path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
        throw missing(
          `the token of the job is not in ${place.path} (${cause.code})`,
          advice,
          cause,
        );
      });
    case 'request': {
      const fetchDocument = documents({ authorization: place.authorization });
      const limits = { accept: 'application/json', maxBytes: MOST };
      const { status, body } = await fetchDocument(place.url, limits);
      const object = status === 200 ? parseJsonObject(body) : undefined;
      const token = object && member(object, place.member);
      if (typeof token === 'string') return token;
      const { host } = new URL(place.url);
      if (status === 401 || status === 403)
        throw missing(`${host} gave this job no token (status ${status})`, advice);
      throw new DrawbridgeError('upstream_invalid', {
        detail: `${host} was asked for the token of the job, and gave none (status ${status})`,
      });
    }
    case 'command':
      return outputOf(place.command, { env, signal }, advice);
  }
}

/** What a program prints. What it says beside that goes where ours does. */
async function outputOf(
  [program = '', ...args]: readonly string[],
  { env, signal: ending }: Pick<Surroundings, 'env' | 'signal'>,
  advice: string,
): Promise<string> {
  // Not by the option `timeout`, whose timer goes on where there is no such program.
  const late = AbortSignal.timeout(PATIENCE);
  const child = spawn(program, args, {
    env: { ...env },
    shell: false,
    signal: AbortSignal.any([ending, late]),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    if (text.length > MOST) child.kill('SIGKILL');
  });
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
    if (code === 0) return text;
    throw new DrawbridgeError('upstream_invalid', {
      detail: `${program} gave no token of the job: it ended with ${signal ?? `exit code ${code}`}`,
      hint: 'What it said is above. Another attempt may help.',
    });
  } catch (thrown) {
    if (thrown instanceof DrawbridgeError) throw thrown;
    if (late.aborted) {
      const detail = `${program} gave no token of the job within ${PATIENCE / 1000} seconds`;
      throw new DrawbridgeError('upstream_timeout', { detail });
    }
    const { code } = thrown as NodeJS.ErrnoException;
    throw missing(
      `${program}, which gives the token of the job, cannot be run (${code})`,
      advice,
      thrown,
    );
  }
}
