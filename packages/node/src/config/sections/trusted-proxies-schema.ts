import { FORWARDED_HEADERS, trustedProxyFault } from '@drawbridge/core';
import { z } from 'zod';

/** The proxies whose word on their callers' addresses counts. */
export const trustedProxiesSchema = z
  .array(
    z.string().superRefine((value, context) => {
      const message = trustedProxyFault(value);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
  )
  .min(1)
  .readonly();

/** The header field in which they tell it. */
export const forwardedHeaderSchema = z.enum(FORWARDED_HEADERS);
