import {
  type Attempt,
  type Clock,
  DrawbridgeError,
  type JsonObject,
  lostAnswer,
} from '@drawbridge/core';
import {
  allowInsecureRequests,
  type AuthorizationServer,
  type Client,
  type ClientAuth,
  customFetch,
} from 'oauth4webapi';
import { toClient } from './client-authentication.ts';
import type { EndpointWords } from './endpoint-words.ts';
import { readAnswer } from './read-answer.ts';
import type { TokenEndpoint } from './token-endpoint.ts';

/** Milliseconds. */
const TIMEOUT = 20_000;

/** What bounds an attempt. */
export interface AttemptLimits {
  /** Milliseconds until whoever asks gives up; the endpoint's own time-out may be shorter. */
  readonly left: number;
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

/** Options that every request of oauth4webapi takes. */
interface RequestOptions {
  readonly signal: AbortSignal;
  readonly headers: Record<string, string>;
  readonly [customFetch]: (url: string, init: object) => Promise<Response>;
  readonly [allowInsecureRequests]: true;
}

/** An endpoint that is asked: what is sent there may be no form. */
interface AskedEndpoint extends Omit<TokenEndpoint, 'fetch'> {
  readonly fetch: (url: string, init: never) => Promise<Response>;
}

/** One kind of request, in the words of oauth4webapi. */
export interface Question<T> {
  readonly words: EndpointWords;
  /** Of what is sent, what must not be in a message, beside the client's secret. */
  readonly secrets: readonly string[];
  /** Whether success is told by the status alone, whatever comes with it (RFC 7009 section 2.2). Default: false. */
  readonly isDone?: boolean;
  /** Whether success is also told by status 201: something was made (RFC 7591 section 3.2.1). Default: false. */
  readonly isMade?: boolean;
  /** Whether an `error` is a refusal with the status of success too, as GitHub has it. Default: false. */
  readonly isRefusedByWords?: boolean;
  /** Sends it. */
  send(
    server: AuthorizationServer,
    client: Client,
    authenticate: ClientAuth,
    options: RequestOptions,
  ): Promise<Response>;
  /**
   * Judges a success.
   *
   * @param answer - of the members that are chosen
   * @param members - all of them
   * @throws what oauth4webapi throws, or any Error whose message is fit to be shown: it becomes a fault
   */
  judge(
    server: AuthorizationServer,
    client: Client,
    answer: Response,
    members: JsonObject,
  ): Promise<T>;
  /** The members that oauth4webapi judges. Default: all. @throws as {@link judge} */
  choose?(members: JsonObject): JsonObject;
}

/**
 * Asks an endpoint once.
 *
 * @throws the signal's reason, when it is aborted
 */
export async function ask<T>(
  endpoint: AskedEndpoint,
  question: Question<T>,
  { left, signal, clock }: AttemptLimits,
): Promise<Attempt<T>> {
  const { url, fetch } = endpoint;
  const { client, authenticate } = toClient(endpoint.client, clock);
  // It insists on an issuer, and looks at it for tokens that are not judged here.
  const server = {
    issuer: url,
    token_endpoint: url,
    introspection_endpoint: url,
    revocation_endpoint: url,
    device_authorization_endpoint: url,
    registration_endpoint: url,
  };
  const timeout = Math.max(1, Math.ceil(Math.min(endpoint.timeout ?? TIMEOUT, left)));
  const late = AbortSignal.timeout(timeout);
  const { words } = question;
  const secrets = [...question.secrets, ...secretsOf(endpoint)];
  try {
    const response = await question.send(server, client, authenticate, {
      signal: AbortSignal.any([signal, late]),
      headers: { 'user-agent': 'drawbridge' },
      [customFetch]: (address, init) => fetch(address, init as never),
      // Whoever made the endpoint has judged its address: http is for this machine alone.
      [allowInsecureRequests]: true,
    });
    const read = await readAnswer(response, {
      url,
      words,
      secrets,
      now: clock.now(),
      isDone: question.isDone ?? false,
      isMade: question.isMade ?? false,
      isRefusedByWords: question.isRefusedByWords ?? false,
    });
    return 'value' in read ? await judge(read.value) : read;
  } catch (thrown) {
    signal.throwIfAborted();
    return lostAnswer(thrown, {
      url,
      peer: 'token_endpoint',
      timeout: late.aborted ? timeout : undefined,
    });
  }

  async function judge(members: JsonObject): Promise<Attempt<T>> {
    try {
      const text = JSON.stringify(question.choose?.(members) ?? members);
      const answer = new Response(text, { headers: { 'content-type': 'application/json' } });
      return { value: await question.judge(server, client, answer, members) };
    } catch (thrown) {
      const said = thrown instanceof Error ? thrown.message.replaceAll('"', "'") : '';
      const why = thrown instanceof RangeError ? 'it is nested too deeply' : said;
      return {
        fault: new DrawbridgeError('token_endpoint_invalid', {
          detail: `${url} gave an answer that is none of ${words.oneOf}: ${why}`,
        }),
      };
    }
  }
}

function secretsOf({ client }: AskedEndpoint): readonly string[] {
  return client !== undefined && 'clientSecret' in client ? [client.clientSecret] : [];
}
