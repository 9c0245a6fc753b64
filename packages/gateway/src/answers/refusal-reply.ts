import type { Reply } from '@drawbridge/core';
import { refusedPage } from '@drawbridge/pages';
import type { Verdict } from '../decision/verdict.ts';
import { APP_BASE } from '../sign-in/app-base.ts';
import { displayName } from '../user/display-name.ts';
import { challengeField, faultReply } from './fault-reply.ts';
import { pageReply } from './page-reply.ts';
import { retryAfterField } from './retry-after-field.ts';

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
  const isUnproven = kind === 'unauthorized';
  if (!isPage) return { ...faultReply(fault, [], isUnproven), status };
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
  const challenge = isUnproven ? [challengeField(fault)] : [];
  return pageReply(status, page, [...challenge, ...retryAfterField(fault)]);
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
