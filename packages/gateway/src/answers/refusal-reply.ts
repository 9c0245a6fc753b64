import { type DrawbridgeError, errorReply, type HeaderField, type Reply } from '@drawbridge/core';
import { refusedPage } from '@drawbridge/pages';
import type { Verdict } from '../decision/verdict.ts';
import { APP_BASE } from '../sign-in/app-base.ts';
import { displayName } from '../user/display-name.ts';
import { pageReply } from './page-reply.ts';

/**
 * What is not let through: a page for a person, JSON for a program. Nothing of the app's is in it.
 *
 * @param signOut - where a person signs out, on the host of the app
 */
export function refusalReply(
  verdict: Exclude<Verdict, { kind: 'allowed' | 'signIn' }>,
  status: number,
  isPage: boolean,
  signOut = `${APP_BASE}/logout`,
): Reply {
  const { fault, kind } = verdict;
  const headers: readonly HeaderField[] =
    kind === 'unauthorized' ? [['www-authenticate', challengeOf(fault)]] : [];
  if (!isPage) {
    const { body, headers: usual } = errorReply(fault);
    return {
      status,
      headers: [...usual.filter(([name]) => name !== 'www-authenticate'), ...headers],
      body,
    };
  }
  const { heading, next } = WORDS[kind];
  const user = kind === 'forbidden' ? verdict.user : undefined;
  const page = refusedPage({
    heading,
    what: fault.publicMessage,
    next: [...next],
    code: fault.code,
    ...(user !== undefined && {
      who: displayName(user),
      signOut,
    }),
  });
  return pageReply(status, page, [...headers, ...retryAfter(fault)]);
}

/** RFC 6750 section 3: who brought no token made no error, and learns no more than how it is done. */
function challengeOf({ code, kind }: DrawbridgeError): string {
  const realm = 'Bearer realm="drawbridge"';
  if (code === 'credentials_missing') return realm;
  return `${realm}, error="${kind === 'request' ? 'invalid_request' : 'invalid_token'}"`;
}

function retryAfter({ retryAfter: seconds }: DrawbridgeError): readonly HeaderField[] {
  return seconds === undefined ? [] : [['retry-after', String(seconds)]];
}

const WORDS = {
  unauthorized: {
    heading: 'You are not signed in',
    next: ['Open the start page of the app, and sign in.'],
  },
  forbidden: {
    heading: 'You may not see this page',
    next: [
      'If you should, ask whoever runs this app to let you in, and name the address of this page.',
    ],
  },
  malformed: {
    heading: 'This address cannot be judged',
    next: ['Open the app at its start page. If it sent you here, tell whoever runs it.'],
  },
  unavailable: {
    heading: 'Nobody can be let in at the moment',
    next: ['Load this page again in a minute. If it stays so, tell whoever runs this app.'],
  },
} as const;
