import { issuerFault } from '@drawbridge/core';
import { z } from 'zod';
import { listenFault } from '../listener/listen-address.ts';

/** An issuer identifier: see `issuerFault` in core for what is refused and why. */
export const issuerUrl = z.string().superRefine(complain(issuerFault));

/** Where to listen: `HOST:PORT`, `[IPV6]:PORT` or `PORT`. */
export const listenAddress = z.string().superRefine(complain(listenFault));

/** Text with something in it. */
export const text = z.string().min(1);

/** Makes a check of a function that says what is wrong, or nothing. */
function complain(judge: (value: string) => string | undefined) {
  return (value: string, context: z.RefinementCtx) => {
    const message = judge(value);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  };
}
