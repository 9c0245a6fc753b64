import { z } from 'zod';
import { DEFAULT_STORE_PREFIX, DEFAULT_STORE_TIMEOUT } from '../../store/redis/defaults.ts';
import { redisUrlFault } from '../../store/redis/redis-url.ts';
import { mark } from '../marks.ts';
import { filePath, secret, text } from '../shared-schemas.ts';

const driver = <const Name extends string>(name: Name) =>
  z
    .literal(name)
    .describe(
      'Where state is kept: `lmdb` in a file that the processes of one host share, `redis` in a server that many ' +
        'hosts share, `memory` in the process itself, which forgets it at its end.',
    );

const url = mark(
  z.string().superRefine((given, context) => {
    const message = redisUrlFault(given);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  }),
  { words: 'URL' },
);

const lmdb = z.strictObject({
  driver: driver('lmdb'),
  folder: filePath
    .optional()
    .describe('Folder of the file, on a local disk; without, `store` in the data folder.'),
});

const redis = z
  .strictObject({
    driver: driver('redis'),
    url: url.describe(
      'The server of Redis or Valkey: `redis://HOST:PORT/DATABASE`, or `rediss://` for TLS.',
    ),
    username: text.optional().describe('The user of the server; without, its default user.'),
    password: secret.optional().describe('The password of the user.'),
    prefix: z
      .string()
      .regex(/^[A-Za-z0-9\-_.:/]{1,100}$/, {
        error: 'is not 1 to 100 characters of A-Z a-z 0-9 - _ . : /',
      })
      .optional()
      .meta({ description: 'Put before every key.', default: DEFAULT_STORE_PREFIX }),
    timeout: z
      .int()
      .min(1)
      .max(60)
      .optional()
      .meta({ description: 'Seconds that a call may take.', default: DEFAULT_STORE_TIMEOUT }),
    caFile: filePath
      .optional()
      .describe('PEM file of the authorities of the server; without, those of Node.'),
  })
  .superRefine(({ url: given, caFile }, context) => {
    if (caFile !== undefined && !given.startsWith('rediss:')) {
      const message = 'is there, and the url is no rediss:// URL: nothing would be verified by it';
      context.addIssue({ code: 'custom', path: ['caFile'], message });
    }
  });

/** The section `store` as it is written in a file. */
export const storeSection = z.discriminatedUnion('driver', [
  lmdb,
  redis,
  z.strictObject({ driver: driver('memory') }),
]);

/** A valid section `store`. */
export type StoreSection = z.output<typeof storeSection>;
