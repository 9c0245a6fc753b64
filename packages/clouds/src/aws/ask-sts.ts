import {
  type Attempt,
  type Clock,
  decodeUtf8,
  DrawbridgeError,
  epochSeconds,
  type JsonObject,
  lostAnswer,
  mayPass,
  parseRetryAfter,
  readLimited,
  retry,
  type RetryPolicy,
  systemClock,
} from '@drawbridge/core';
import type { AssumedRole } from './assumed-role.ts';
import { explainFault, findFaultRow } from './explain-fault.ts';
import { isoTime } from './formats/iso-time.ts';
import { readAssumedRole, readRefusal } from './sts-answer.ts';
import { MAX_ANSWER_BYTES, readXml } from './xml-answer.ts';

/** What a request to STS has of the options of `fetch`. */
export interface CloudRequest {
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: URLSearchParams;
  readonly signal?: AbortSignal;
}

/** What of a `Response` is needed. */
interface CloudResponse {
  readonly status: number;
  readonly headers: Pick<Headers, 'get'>;
  /** Bytes, where they were read already. */
  readonly body: ReadableStream<Uint8Array> | Uint8Array | null;
}

/** A `fetch` for clouds, such as `http.cloud()` of `@drawbridge/node`. It follows no redirect. */
export type CloudFetch = (url: string, request: CloudRequest) => Promise<CloudResponse>;

/** How STS is asked. */
export interface AskOptions {
  readonly fetch: CloudFetch;
  /** Milliseconds for one attempt. Default: 20,000. */
  readonly timeout?: number;
  readonly retry?: RetryPolicy;
  readonly signal?: AbortSignal;
}

/** One call. */
export interface StsQuestion {
  readonly url: string;
  readonly action: 'AssumeRoleWithWebIdentity' | 'AssumeRole';
  readonly roleArn: string;
  readonly form: readonly (readonly [name: string, value: string])[];
  readonly claims: JsonObject;
  readonly secrets: readonly string[];
  /** Fields beside the content type, made anew for each attempt. Default: none. */
  readonly sign?: (url: string, body: string) => Promise<Readonly<Record<string, string>>>;
}

const TIMEOUT = 20_000;

/** How often is asked again about what may be a mistake that lasts. */
const FEW = 2;

/**
 * Asks STS, and again where that may help. Both calls may be repeated: each answer holds credentials of its own, and
 * leaves nothing behind.
 *
 * @throws {DrawbridgeError} `cloud_refused`, `…_setting_invalid`, `…_unavailable`, `…_unreachable`, `…_timeout`, `…_invalid`, `…_untrusted`
 * @throws the signal's reason, when it is aborted
 */
export async function askSts(question: StsQuestion, options: AskOptions): Promise<AssumedRole> {
  const { signal = new AbortController().signal } = options;
  let doubtful = 0;
  const attempt = async (left: number): Promise<Attempt<AssumedRole>> => {
    const { isDoubtful, ...outcome } = await askOnce(question, options, left, signal);
    if (isDoubtful !== true || ++doubtful <= FEW || !('fault' in outcome)) return outcome;
    return { fault: outcome.fault };
  };
  return retry(attempt, options.retry ?? {}, signal);
}

type Outcome = Attempt<AssumedRole> & { readonly isDoubtful?: boolean };

async function askOnce(
  question: StsQuestion,
  { fetch, timeout = TIMEOUT, retry: policy }: AskOptions,
  left: number,
  signal: AbortSignal,
): Promise<Outcome> {
  const { url, action, form, sign } = question;
  const clock = policy?.clock ?? systemClock;
  const limit = Math.max(1, Math.ceil(Math.min(timeout, left)));
  const late = AbortSignal.timeout(limit);
  const body = new URLSearchParams([
    ['Action', action],
    ['Version', '2011-06-15'],
    ...form.map((pair) => [...pair]),
  ]);
  const address = `${url}/`;
  try {
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      ...(await sign?.(address, body.toString())),
    };
    const response = await fetch(address, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.any([signal, late]),
    });
    return judge(question, response, await bytesOf(response), clock);
  } catch (thrown) {
    signal.throwIfAborted();
    return lostAnswer(thrown, { url, peer: 'cloud', timeout: late.aborted ? limit : undefined });
  }
}

async function bytesOf({ body }: CloudResponse): Promise<Uint8Array | undefined> {
  if (!(body instanceof Uint8Array)) return readLimited(body, MAX_ANSWER_BYTES);
  return body.length > MAX_ANSWER_BYTES ? undefined : body;
}

function judge(
  question: StsQuestion,
  response: CloudResponse,
  bytes: Uint8Array | undefined,
  clock: Clock,
): Outcome {
  const { url, action } = question;
  const { status, headers } = response;
  const text = bytes && decodeUtf8(bytes);
  const root = text === undefined ? undefined : readXml(text);
  const after = parseRetryAfter(headers.get('retry-after'), clock.now());
  const refusal = root && readRefusal(root);
  if (refusal !== undefined) {
    const fault = explainFault(refusal, status, { ...question, retryAfter: after });
    const { again } = findFaultRow(refusal) ?? { again: mayPass(status) ? 'always' : undefined };
    if (again === undefined) return { fault };
    return { fault, again: { after }, isDoubtful: again === 'few' };
  }
  if (status === 200) {
    const read = root === undefined ? `is ${whatItIs(bytes, text)}` : readAssumedRole(root, action);
    if (typeof read === 'string') return { fault: invalid(`the answer of ${url} ${read}`) };
    const { expiresAt } = read.credentials;
    const now = epochSeconds(clock);
    return expiresAt <= now ? { fault: ended(url, expiresAt, now) } : { value: read };
  }
  const detail = `${url} answered with status ${status} and ${root === undefined ? whatItIs(bytes, text) : 'XML that is no error of STS'}`;
  if (!mayPass(status)) return { fault: invalid(detail) };
  const retryAfter = after === undefined ? {} : { retryAfter: after };
  return {
    fault: new DrawbridgeError('cloud_unavailable', { detail, ...retryAfter }),
    again: { after },
  };
}

function invalid(detail: string): DrawbridgeError {
  const hint = 'Check the address: a proxy, a sign-in page or another service may answer there.';
  return new DrawbridgeError('cloud_invalid', { detail, hint });
}

/** Whoever got such credentials would be refused later, and by another service, which says less. */
function ended(url: string, expiresAt: number, now: number): DrawbridgeError {
  return new DrawbridgeError('cloud_invalid', {
    detail: `${url} gave credentials that ended at ${isoTime(expiresAt)}, and this machine has ${isoTime(now)}`,
    hint: 'Is the clock of this machine right? See `date -u`. If it is, STS has gone wrong, or something else answers at that address: try again.',
  });
}

/** As the rest of `the answer is …`. */
function whatItIs(bytes: Uint8Array | undefined, text: string | undefined): string {
  if (bytes === undefined) return `longer than ${MAX_ANSWER_BYTES} bytes`;
  if (text === undefined) return 'no text in UTF-8';
  const start = text.trimStart().slice(0, 64);
  if (start === '') return 'empty';
  if (/^<(?:!doctype )?html/i.test(start)) return 'a page of HTML';
  return /^[[{]/.test(start) ? 'JSON' : 'no well-formed XML';
}
