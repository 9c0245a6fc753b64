import { issuerFault } from '@drawbridge/core';
import { z } from 'zod';

/** An issuer identifier: see `issuerFault` in core for what is refused and why. */
export const issuerUrl = z.string().superRefine((value, context) => {
  const fault = issuerFault(value);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
});

/** Text with something in it. */
export const text = z.string().min(1);
