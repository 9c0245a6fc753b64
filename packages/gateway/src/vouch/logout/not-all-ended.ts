import { DrawbridgeError } from '@drawbridge/core';

/** Of a browser that brings more cookies of the name than a sign-out looks at: one of those may be good, and so is a copy of it. */
export function notAllEnded(): DrawbridgeError {
  return new DrawbridgeError('parameter_invalid', {
    detail:
      'the browser has more cookies of this name than a sign-out looks at: those that it did look at are ended',
    hint: 'Delete the cookies of this site in your browser, and tell whoever runs this gateway: another host below the same domain may have set them.',
  });
}
