import {
  type AnswerHead,
  type CallHead,
  errorReply,
  type HeaderField,
  hopByHopNames,
  type Passage,
} from '@drawbridge/core';

/**
 * The fields of a call without those of its connection, and without some more.
 *
 * @param others - in lower case
 */
export function fieldsWithout(
  head: Pick<CallHead, 'headers'>,
  others: ReadonlySet<string>,
): readonly HeaderField[] {
  const own = hopByHopNames(head.headers);
  return head.headers.filter(([name]) => {
    const lower = name.toLowerCase();
    return !own.has(lower) && !others.has(lower) && !lower.startsWith('x-forwarded-');
  });
}

/** What a proxy says of who asks it; whatever a client says of that itself is left out before. */
export function forwardedFields(head: CallHead, host: string): readonly HeaderField[] {
  return [
    ['x-forwarded-for', head.peer.address ?? ''],
    ['x-forwarded-proto', 'http'],
    ['x-forwarded-host', host],
    ['x-forwarded-method', head.method],
    ['x-forwarded-uri', head.target],
  ];
}

/** A call that goes on as it is, but for its fields. */
export function passageTo(
  origin: string,
  head: CallHead,
  headers: readonly HeaderField[],
): Passage {
  return {
    origin,
    target: head.target,
    headers: headers.filter(([name]) => name.toLowerCase() !== 'content-length'),
    toReply: ({ status, headers: answered }: AnswerHead) => {
      const own = hopByHopNames(answered);
      return { status, headers: answered.filter(([name]) => !own.has(name.toLowerCase())) };
    },
    again: () => undefined,
    failed: (fault) => errorReply(fault),
  };
}
