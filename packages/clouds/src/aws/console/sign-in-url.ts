import {
  decodeUtf8,
  DrawbridgeError,
  type FetchDocument,
  member,
  parseJsonObject,
  quote,
  toDrawbridgeError,
} from '@drawbridge/core';
import type { AwsCredentials } from '../assumed-role.ts';
import { settingFault } from '../../setting-fault.ts';
import { consoleDestination } from './destination.ts';
import { consoleHosts } from './hosts.ts';

/** Whose console, and where in it. */
export interface ConsoleOptions {
  readonly credentials: Pick<AwsCredentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;
  /** Of the role: `aws`, `aws-us-gov`. Default: `aws`. */
  readonly partition?: string | undefined;
  readonly region?: string | undefined;
  /** A service, or an address of the console. Default: its home. */
  readonly destination?: string | undefined;
  /** Where the console sends people whose session has ended. */
  readonly issuer?: string | undefined;
  /** Seconds, 900 to 43,200. Default: as long as the credentials. Not for chained roles. */
  readonly duration?: number | undefined;
  /** Whether the credentials are of a role that was assumed by another role. */
  readonly isChained?: boolean;
  /** Asks the sign-in service: `http.documents()` of `@drawbridge/node`, say. It follows no redirect. */
  readonly fetch: FetchDocument;
  /** Where the sign-in service is. Default: that of the partition. */
  readonly endpoint?: string | undefined;
}

/** A sign-in token has some hundred characters, or a few thousand. */
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Makes an address that signs in to the console (IAM user guide, "Enable custom identity broker access to the AWS console").
 * Whoever has it is signed in, for fifteen minutes: it is a secret.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid`, `cloud_refused`, `cloud_unavailable`, `cloud_unreachable`, `cloud_timeout`,
 *   `cloud_invalid`; no message has the address that was asked, for the credentials are in it
 */
export async function consoleSignInUrl(options: ConsoleOptions): Promise<string> {
  const { credentials, partition = 'aws', region, duration, isChained = false, issuer } = options;
  const hosts = consoleHosts(partition);
  if (hosts === undefined) {
    throw settingFault(
      `the sign-in address of the partition ${quote(partition)} is not known`,
      'Give a role of another partition.',
    );
  }
  requireDuration(duration, isChained);
  const destination = consoleDestination(options.destination, hosts, region);
  const endpoint = options.endpoint ?? `https://${hosts.signIn}/federation`;
  const question = new URLSearchParams({
    Action: 'getSigninToken',
    ...(duration !== undefined && { SessionDuration: String(duration) }),
    Session: JSON.stringify({
      sessionId: credentials.accessKeyId,
      sessionKey: credentials.secretAccessKey,
      sessionToken: credentials.sessionToken,
    }),
  });
  const token = await ask(options.fetch, endpoint, question);
  const answer = new URLSearchParams({
    Action: 'login',
    ...(issuer !== undefined && { Issuer: issuer }),
    Destination: destination,
    SigninToken: token,
  });
  return `${endpoint}?${answer.toString()}`;
}

function requireDuration(duration: number | undefined, isChained: boolean): void {
  if (duration === undefined) return;
  if (isChained) {
    throw settingFault(
      'a session of the console cannot be given a duration where the role was assumed by another role',
      'Leave the duration out: it lasts as long as the credentials.',
    );
  }
  if (!Number.isSafeInteger(duration) || duration < 900 || duration > 43_200) {
    throw settingFault(
      `a session of the console cannot last ${duration} seconds`,
      'It takes 900 to 43200.',
    );
  }
}

async function ask(
  fetch: FetchDocument,
  endpoint: string,
  question: URLSearchParams,
): Promise<string> {
  let answer: Awaited<ReturnType<FetchDocument>>;
  try {
    answer = await fetch(`${endpoint}?${question.toString()}`, {
      accept: 'application/json',
      maxBytes: MAX_ANSWER_BYTES,
    });
  } catch (thrown) {
    // Neither its words nor itself go on as the cause: the address that it may name has the credentials.
    const { code } = toDrawbridgeError(thrown);
    if (code === 'upstream_invalid') {
      throw new DrawbridgeError('cloud_invalid', {
        detail: `${endpoint} gave an answer that cannot be used, such as a redirect`,
        hint: 'Check the proxy: it, or a sign-in page, may answer in its place.',
      });
    }
    const isLate = code === 'upstream_timeout';
    throw new DrawbridgeError(isLate ? 'cloud_timeout' : 'cloud_unreachable', {
      detail: `${endpoint} did not answer`,
      hint: 'Check the network and the proxy, then try again.',
    });
  }
  const { status, body } = answer;
  const parsed = status === 200 ? parseJsonObject(body) : undefined;
  const token = parsed && member(parsed, 'SigninToken');
  if (typeof token === 'string' && token !== '') return token;
  if (status === 400 || status === 401 || status === 403) {
    throw new DrawbridgeError('cloud_refused', {
      detail: `${endpoint} answered with status ${status}`,
      hint: 'The credentials have ended, are of another partition, or are not of a role. A duration is refused for a chained role, and for one beyond its longest session.',
    });
  }
  const code = status >= 500 || status === 429 ? 'cloud_unavailable' : 'cloud_invalid';
  throw new DrawbridgeError(code, {
    detail: `${endpoint} answered with status ${status} and ${decodeUtf8(body) === '' ? 'nothing' : 'no sign-in token'}`,
  });
}
