import { z } from 'zod';

const positive = z.int().min(1, { error: 'is less than 1' });

const rateLimit = z.strictObject({
  requests: positive.describe('How many requests.'),
  seconds: positive
    .max(86_400, { error: 'is more than 86400' })
    .describe('In so many seconds, counted from their multiples.'),
});

/** How often the token endpoint may be called, as it is written in a file. */
export const rateLimitsSchema = z
  .strictObject({
    perAddress: rateLimit
      .optional()
      .describe('Calls from one IPv4 address, or one /64 of IPv6, whatever they send.'),
    perIssuer: rateLimit.optional().describe('Verified tokens of one upstream issuer.'),
    perSubject: rateLimit.optional().describe('Verified tokens of one issuer with one sub.'),
  })
  .superRefine((given, context) => {
    if (Object.keys(given).length > 0) return;
    context.addIssue({
      code: 'custom',
      message: 'limits nothing: give perAddress, perIssuer or perSubject',
    });
  });
