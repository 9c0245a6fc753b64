import type { HeaderField, Reply } from '@drawbridge/core';
import type { VouchSession } from '@drawbridge/oauth';
import { vouchPage } from '@drawbridge/pages';
import { pageReply } from '../../answers/page-reply.ts';
import { errorFields, printableAscii } from '../answers/error-fields.ts';
import type { VouchSettings } from '../vouch-settings.ts';
import { createIdentityHeaders } from './identity-headers.ts';

const PLAIN: readonly HeaderField[] = [
  ['content-type', 'text/plain; charset=utf-8'],
  ['cache-control', 'no-store'],
];

/** What `/validate` says. */
export interface ValidateReplies {
  /** That of who is signed in, to be given again as long as that is so. */
  allowed(session: VouchSession): Reply;
  /** That of who is not, and why. @param cleared - fields that take cookies away */
  refused(status: number, reason: string, cleared: readonly HeaderField[]): Reply;
}

/** Makes {@link ValidateReplies} of the settings. */
export function createValidateReplies(settings: VouchSettings): ValidateReplies {
  const identity = createIdentityHeaders(settings);
  const ok = (fields: readonly HeaderField[]): Reply => ({
    status: 200,
    headers: [...PLAIN, ...fields],
    body: '200 OK\n',
  });

  return {
    allowed(session) {
      if (!settings.testing) return ok(identity(session));
      const page = vouchPage({
        title: `user authorized ${session.username}`,
        mood: 'good',
        what: ['This gateway is in its testing mode, in which it shows pages and leads nowhere.'],
        links: settings.testUrls,
      });
      return pageReply(200, page, identity(session));
    },

    refused(status, reason, cleared) {
      if (settings.publicAccess) return ok([...identity(undefined), ...cleared]);
      return {
        status,
        headers: [
          ...PLAIN,
          ['x-content-type-options', 'nosniff'],
          ...errorFields(settings, reason),
          ...cleared,
        ],
        body: `${printableAscii(reason)}\n`,
      };
    },
  };
}
