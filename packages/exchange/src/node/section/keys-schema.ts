import { DOCUMENT_MAX_AGE, PUBLISH_DELAY, RETIRED_FOR } from '@drawbridge/core';
import { algorithm } from '@drawbridge/node/config';
import { z } from 'zod';

/**
 * The shortest time between publishing a key and signing with it, in seconds: a cache that asked just before a
 * replica saw the key is full for one max-age, and one in front of it for another.
 */
const MIN_PUBLISH_DELAY = 2 * DOCUMENT_MAX_AGE;

/** Ten years, in seconds: beyond it lies a slip of the pen. */
const MAX_SECONDS = 315_360_000;

const duration = (min: number) =>
  z
    .int()
    .min(min, { error: `is less than ${min}` })
    .max(MAX_SECONDS, { error: `is more than ${MAX_SECONDS}` });

/** The keys of the exchange as they are written in a file. */
export const keysSchema = z.strictObject({
  algorithms: z
    .array(algorithm)
    .min(1)
    .readonly()
    .optional()
    .describe(
      'The algorithms that the key ring has keys for: missing ones are made at start. Without, an empty ' +
        'ring gets a key for `signing.default`.',
    ),
  rotateEvery: duration(2 * MIN_PUBLISH_DELAY)
    .optional()
    .describe(
      'Seconds that a key signs before the exchange replaces it by itself; without, ' +
        '`drawbridge keys rotate` does.',
    ),
  publishDelay: duration(MIN_PUBLISH_DELAY).optional().meta({
    description: 'Seconds between publishing a key and signing with it.',
    default: PUBLISH_DELAY,
  }),
  retiredFor: duration(DOCUMENT_MAX_AGE).optional().meta({
    description:
      'Seconds that a key stays published once it signs no more: as long as any token lives, or longer.',
    default: RETIRED_FOR,
  }),
  x5c: z
    .boolean()
    .optional()
    .meta({
      description:
        'Publish a certificate of each key (`x5c`) and the key that signs first: the Ceph Object Gateway needs both. ' +
        'Google Cloud refuses such a JWK Set.',
      default: false,
    }),
});

/** A valid group `keys`. */
export type KeysSection = z.output<typeof keysSchema>;
