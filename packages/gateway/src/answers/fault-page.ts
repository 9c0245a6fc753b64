import type { DrawbridgeError, HeaderField, Reply } from '@drawbridge/core';
import { refusedPage } from '@drawbridge/pages';
import { pageReply } from './page-reply.ts';
import { retryAfterField } from './retry-after-field.ts';

/** The page of what went wrong where a browser came to the gateway itself. */
export function faultPage(fault: DrawbridgeError, headers: readonly HeaderField[] = []): Reply {
  const { status, publicMessage, code } = fault;
  const isTheirs = status < 500;
  const page = refusedPage({
    heading: isTheirs ? 'This does not lead anywhere' : 'This does not work at the moment',
    what: publicMessage,
    next: [
      isTheirs
        ? 'Open the app at its start page. If that leads here again, tell whoever runs it.'
        : 'Load this page again in a minute. If it stays so, tell whoever runs this app.',
    ],
    code,
  });
  return pageReply(status, page, [...retryAfterField(fault), ...headers]);
}
