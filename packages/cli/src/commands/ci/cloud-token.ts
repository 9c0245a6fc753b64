import { type FetchDocument, printable, quote, type Retry, systemClock } from '@drawbridge/core';
import { audiencesOf, claimsOf, type JobEnvironment } from '@drawbridge/clouds/ci';
import type { HttpClient } from '@drawbridge/node';
import { describeRetry } from '../../tell-retry.ts';
import type { PrivateFolder } from '../../token-file/private-folder.ts';
import type { FreshToken } from '../../token-file/with-fresh-token.ts';
import { tokensFor } from './clouds/list-clouds.ts';
import type { CloudJob } from './find-job-tokens.ts';
import { jobTokenGrant } from './job-token-grant.ts';
import { type ReadToken, readJobToken } from './read-job-token.ts';
import type { Trade } from './renewal-handles.ts';

/** What tokens for clouds are made with. */
export interface Workshop {
  readonly http: HttpClient;
  readonly env: JobEnvironment;
  readonly folder: PrivateFolder;
  /** Seconds that coming by one token may take. */
  readonly timeout: number;
  readonly say: (sentence: string) => void;
}

/** A token for a cloud, in its file. */
export interface CloudToken {
  readonly cloud: string;
  readonly fresh: FreshToken;
  /** When what it was made of ends, in seconds since the epoch; `undefined` where that is renewed, or nobody knows yet. */
  end(): number | undefined;
}

/** Attempts after the first, until there is a token. */
const RETRIES = 4;
/** Milliseconds that an endpoint may take for the token of the job. */
const DOCUMENT_TIMEOUT = 10_000;

/**
 * Has a token for a cloud made of that of the job, and kept fresh in its file.
 *
 * @param exchange - makes the trade at an exchange for this cloud; `undefined` where the cloud takes the token of the job as it is
 */
export function cloudToken(
  { target, found, wanted }: CloudJob,
  exchange: Trade | undefined,
  { http, env, folder, timeout, say }: Workshop,
): CloudToken {
  const { cloud, file } = target;
  const what = tokensFor([cloud]);
  const isRenewed = found.place.kind !== 'variable';
  const limit = Math.min(timeout * 1000, DOCUMENT_TIMEOUT);
  const documents = (headers: Readonly<Record<string, string>>): FetchDocument =>
    http.documents({ headers, timeout: limit });
  const first = {
    retries: RETRIES,
    deadline: timeout * 1000,
    onRetry: (retry: Retry) => say(`${what}: ${describeRetry(retry, RETRIES)}`),
  };
  let job: ReadToken | undefined;
  const grant = jobTokenGrant({
    isRenewed,
    exchange,
    clock: systemClock,
    async read(signal) {
      // Later ones are tried again by who keeps the token fresh, while the old one lives.
      const policy = job === undefined ? first : { retries: 0 };
      const read = await readJobToken(found, { env, documents, signal, policy });
      if (job === undefined && exchange === undefined) tellOthers(read.token);
      job = read;
      return read;
    },
    write: (token) => folder.write(file, token),
  });

  /** Says for what else the token is: the cloud may be told to take that, and if it was not, it refuses it in words that are harder to read. */
  function tellOthers(token: string): void {
    const audiences = audiencesOf(claimsOf(token) ?? {});
    if (audiences.includes(wanted)) return;
    const is = audiences.length === 0 ? 'nobody' : audiences.map(quote).join(', ');
    say(
      printable(
        `${cloud} gets the token of this job as it is, which is for ${is} and not for ${quote(wanted)}: ${cloud} must be set up to take that`,
      ),
    );
  }

  return {
    cloud,
    fresh: { grant, what, attemptTimeout: timeout * 1000 + 1000, tell: say },
    end: () => (isRenewed ? undefined : job?.expiresAt),
  };
}
