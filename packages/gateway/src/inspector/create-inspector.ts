import {
  type Call,
  createCallerAddress,
  createRouter,
  type DrawbridgeError,
  errorDescription,
  headerValues,
  type HeaderField,
  type Methods,
  type Reply,
  type Service,
  silentLog,
  systemClock,
} from '@drawbridge/core';
import { inspectorUiPage } from '@drawbridge/pages';
import { pageReply } from '../answers/page-reply.ts';
import { redirectReply } from '../answers/redirect-reply.ts';
import { retryAfterField } from '../answers/retry-after-field.ts';
import { logFault } from '../log-fault.ts';
import { createEnvelopes } from './api/envelope.ts';
import { openApi } from './api/open-api.ts';
import { OPERATIONS, TAG } from './api/operations.ts';
import { createSteps, type Step } from './api/steps.ts';
import { createEndedCheck } from './ended-check.ts';
import { findCookie } from './find-cookie.ts';
import { createIdTokenReader, UNVERIFIED_ID_TOKENS } from './id-tokens/create-id-token-reader.ts';
import type { InspectorOptions } from './inspector-options.ts';
import { createInspectorPage } from './page/create-inspector-page.ts';
import { requireServerUrl } from './server-url.ts';

/** The inspector of Vouch's cookie: the API of FABRIC's token demo, and its pages. */
export interface Inspector extends Service {
  /** All paths that it answers, exactly. */
  readonly paths: readonly string[];
}

/**
 * Makes the inspector. It shows a cookie to whoever holds it, whole: to the same origin alone, and to nobody's cache.
 *
 * - `/step1-encoded-vouch-cookie` to `/step4-fully-decoded-jwt`: what FABRIC's demo answers
 * - `/openapi.json`: its description, in OpenAPI 3.1
 * - `/ui/`: a page to try it
 * - `/inspect`, where `page` is given: a page that explains the cookie
 *
 * @example
 * ```ts
 * const keys = [{ secret }] as const;
 * const inspector = createInspector({
 *   cookieName: 'VouchCookie',
 *   serverUrl: 'https://people.example.org',
 *   codec: createVouchCodec({ keys }),
 *   verifier: createIdTokenVerifier({ issuers: [CILOGON], fetchDocument: http.fetchDocument }),
 *   page: { vouchKeys: keys, sealer: createSealer([crypto.getRandomValues(new Uint8Array(32))]) },
 * });
 * ```
 *
 * @throws {TypeError} for a `serverUrl` or an `indent` that is none
 */
export function createInspector(options: InspectorOptions): Inspector {
  const { cookieName, verifier, clock = systemClock, log = silentLog, indent = 0 } = options;
  const serverUrl = requireServerUrl(options.serverUrl);
  const idTokens =
    verifier === undefined ? UNVERIFIED_ID_TOKENS : createIdTokenReader({ verifier, clock });
  const page =
    options.page &&
    createInspectorPage({
      ...options.page,
      cookieName,
      signInUrl: `${serverUrl}/login?url=${encodeURIComponent(`${serverUrl}/inspect`)}`,
      clock,
      isEnded: createEndedCheck(options),
      ...(verifier !== undefined && { verifier }),
    });
  const envelopes = createEnvelopes(requireIndent(indent));
  const loginRequired = `Login required: ${serverUrl}/login`;
  const otherSite = `Another site led your browser here. Open this address yourself, or the page at ${serverUrl}${UI_PATH}.`;

  const stepRoute = (step: Step): Methods => ({
    GET: async (call) => {
      if (isOfAnotherSite(call)) return envelopes.refusal({ status: 403, details: otherSite });
      return envelopes.data(await step(await findCookie(call, options)));
    },
  });

  const toReply = (fault: DrawbridgeError, headers: readonly HeaderField[]): Reply => {
    const { code, status, publicMessage, kind } = fault;
    const more = [...retryAfterField(fault), ...headers];
    if (code === 'credentials_missing') {
      return envelopes.refusal({ status: 401, details: loginRequired }, more);
    }
    if (kind === 'token') {
      const refusal = { status: 401, details: loginRequired, code, reason: publicMessage };
      return envelopes.refusal(refusal, more);
    }
    return envelopes.refusal({ status, details: errorDescription(fault), code }, more);
  };

  const description = JSON.stringify(openApi(serverUrl, cookieName), undefined, 2);
  const ui = inspectorUiPage({
    serverUrl,
    cookieName,
    tag: TAG,
    operations: OPERATIONS,
    explains: page !== undefined,
  });
  // Relative, so that it holds below whatever path a proxy has this at.
  const toUi: Methods = { GET: () => redirectReply(`.${UI_PATH}`) };
  const routes: Readonly<Record<string, Methods>> = {
    ...mapValues(createSteps(cookieName, idTokens), stepRoute),
    '/openapi.json': { GET: () => describe(description) },
    [UI_PATH]: { GET: () => pageReply(200, ui) },
    '/ui': toUi,
    ...(options.isAlone === true && { '/': toUi }),
    ...(page !== undefined && { '/inspect': { GET: page.show, POST: page.reveal } }),
  };
  return {
    paths: Object.keys(routes),
    handle: createRouter(routes, logFault(log, createCallerAddress({ proxies: [] })), toReply),
    close: () => Promise.resolve(),
  };
}

const UI_PATH = '/ui/';

/** Whether another site has a browser ask (Fetch Metadata section 2): it could not read the answer, and has no business here. */
function isOfAnotherSite(call: Call): boolean {
  return headerValues(call, 'sec-fetch-site').includes('cross-site');
}

function describe(body: string): Reply {
  return {
    status: 200,
    headers: [
      ['content-type', 'application/json'],
      ['cache-control', 'no-cache'],
      ['x-content-type-options', 'nosniff'],
    ],
    body,
  };
}

function requireIndent(indent: number): number {
  if (Number.isInteger(indent) && indent >= 0 && indent <= 16) return indent;
  throw new TypeError('indent is not a whole number from 0 to 16');
}

function mapValues<T, U>(
  values: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Readonly<Record<string, U>> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, map(value)]));
}
