import { DrawbridgeError, type HeaderField, type Reply } from '@drawbridge/core';
import { problemReply } from './problem.ts';

/** For what nobody here sealed, or this browser does not have the other half of. @param why - a sentence */
export function foreignReply(why: string, again?: string, headers?: readonly HeaderField[]): Reply {
  return problemReply({
    fault: new DrawbridgeError('parameter_invalid'),
    heading: 'This sign-in cannot go on here',
    what: why,
    next: [
      again === undefined
        ? 'Open the app that you wanted to see, and sign in from there.'
        : 'Begin again, and go on in this window.',
    ],
    ...(again !== undefined && { again }),
    ...(headers && { headers }),
  });
}

/** For an address that leads on from one page to the next, and was opened once more, or too late. */
export function usedReply(again: string): Reply {
  return problemReply({
    fault: new DrawbridgeError('sign_in_timeout'),
    heading: 'This address is over',
    what: 'The address that brought you here is good once, and for half a minute. Nobody was signed in by it.',
    next: ['Begin again: if you are signed in already, it takes no more than a blink.'],
    again,
  });
}

/** For whoever took longer than there is time. */
export function lateReply(again: string, headers?: readonly HeaderField[]): Reply {
  return problemReply({
    fault: new DrawbridgeError('sign_in_timeout'),
    heading: 'That took too long',
    what: 'This sign-in was begun too long ago, so it was left aside.',
    next: ['Begin again, and come back within half an hour.'],
    again,
    ...(headers && { headers }),
  });
}
