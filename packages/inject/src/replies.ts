import { DrawbridgeError, errorReply, type HeaderField, type Reply } from '@drawbridge/core';

/** RFC 7617 section 2: a browser asks the person for the password. */
const CHALLENGE: HeaderField = ['www-authenticate', 'Basic realm="drawbridge"'];

/** The reply to who does not know the secret. */
export function unproven(): Reply {
  const reply = errorReply(new DrawbridgeError('client_unknown'));
  const others = reply.headers.filter(([name]) => name !== 'www-authenticate');
  return { ...reply, headers: [...others, CHALLENGE] };
}
