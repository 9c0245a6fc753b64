import type { HeaderField, Reply } from '@drawbridge/core';
import { writeJson } from './write-json.ts';

/** What a step answers, by the name that the demo has for it. */
export interface StepAnswer {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Sentences that whoever believes the data should know first. */
  readonly warnings?: readonly string[];
}

/** Why a call is not answered with data. */
interface Refusal {
  readonly status: number;
  readonly details: string;
  /** More about it: a code to search for, and a sentence. */
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
}

/** Makes the replies of the steps in one indentation. */
export interface Envelopes {
  data(answer: StepAnswer): Reply;
  refusal(refusal: Refusal, headers?: readonly HeaderField[]): Reply;
}

/**
 * What is in these replies is for one person: nobody keeps it, and no page of another origin gets hold of it, not even in a
 * place where a browser asks for no leave (Fetch, `Cross-Origin-Resource-Policy`).
 */
const HEADERS: readonly HeaderField[] = [
  ['content-type', 'application/json'],
  ['cache-control', 'no-store'],
  ['x-content-type-options', 'nosniff'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['referrer-policy', 'no-referrer'],
];

/** The names of status codes (RFC 9110 section 15) that the demo's clients read in `message`. */
const MESSAGES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The two envelopes of FABRIC's demo. What we say beyond it is there only where there is something to say. */
export function createEnvelopes(indent: number): Envelopes {
  const reply = (status: number, body: object, headers: readonly HeaderField[]): Reply => ({
    status,
    headers: [...HEADERS, ...headers],
    body: writeJson(body, indent),
  });

  return {
    data({ type, data, warnings = [] }) {
      const said = warnings.length === 0 ? {} : { warnings };
      return reply(200, { data: [data], size: 1, status: 200, type, ...said }, []);
    },

    refusal({ status, details, code, reason }, headers = []) {
      const message = MESSAGES[status] ?? `Status ${status}`;
      const errors = [{ code, details, message, reason }];
      return reply(status, { errors, size: 1, status, type: 'error' }, [
        ['x-error', details],
        ...headers,
      ]);
    },
  };
}
