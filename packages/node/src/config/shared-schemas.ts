import { type Algorithm, ALGORITHM_NAMES, issuerFault } from '@drawbridge/core';
import { z } from 'zod';
import { listenFault } from '../listener/listen-address.ts';

/** An issuer identifier: see `issuerFault` in core for what is refused and why. */
export const issuerUrl = z.string().superRefine(complain(issuerFault));

/** Where to listen: `HOST:PORT`, `[IPV6]:PORT` or `PORT`. */
export const listenAddress = z.string().superRefine(complain(listenFault));

/** Text with something in it. */
export const text = z.string().min(1);

/** A file that is named in the configuration. */
export const filePath = text;

/** Where a secret is. It never stands in the file itself. */
export const secret = z.union([z.strictObject({ file: filePath }), z.strictObject({ env: text })], {
  error: 'is not {file: PATH} or {env: NAME}; a secret never stands in the file itself',
});

/** The signature algorithms (RFC 7518 section 3.1, RFC 8037 section 3.1). */
export const algorithm = z.enum(ALGORITHM_NAMES as readonly [Algorithm, ...Algorithm[]]);

/** A whole number of seconds, 0 or more. */
export const seconds = z.int().min(0, { error: 'is negative' });

/** Makes a check of a function that says what is wrong, or nothing. */
function complain(judge: (value: string) => string | undefined) {
  return (value: string, context: z.RefinementCtx) => {
    const message = judge(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  };
}
