import { type Algorithm, ALGORITHM_NAMES, documentUrlFault, issuerFault } from '@drawbridge/core';
import { z } from 'zod';
import { listenFault } from '../listener/listen-address.ts';
import { mark } from './marks.ts';

/** An issuer identifier: see `issuerFault` in core for what is refused and why. */
export const issuerUrl = mark(z.string().superRefine(complain(issuerFault)), {
  words: 'issuer URL',
});

/** The address of a discovery document or JWK Set: see `documentUrlFault` in core. */
export const documentUrl = mark(z.string().superRefine(complain(documentUrlFault)), {
  words: 'URL',
});

/** Where to listen: `HOST:PORT`, `[IPV6]:PORT` or `PORT`. */
export const listenAddress = mark(z.string().superRefine(complain(listenFault)), {
  listens: true,
  words: 'address',
});

/** Text with something in it. */
export const text = z.string().min(1);

/**
 * The name of a file or folder. `loadConfig` makes it absolute: a relative one in a file is
 * relative to that file's folder, one of the environment or a flag to the working directory.
 */
export const filePath = mark(z.string().min(1), { file: true, words: 'path' });

/**
 * Where a secret is: in a file, or in a variable of the environment; `createSettingReader`
 * reads it. The text itself is refused, for configuration files are copied, shown and committed.
 */
export const secret = mark(
  z.union(
    [
      z.strictObject({ file: filePath.describe('The file that holds the secret.') }),
      z.strictObject({ env: text.describe('The variable that holds the secret.') }),
    ],
    {
      error: ({ input }) =>
        input === undefined
          ? 'is missing'
          : 'is not a reference to a secret: give {file: PATH} or {env: NAME}, never the secret itself',
    },
  ),
  { secret: true, words: 'secret' },
);

/** A valid `secret`: where it is. */
export type SecretReference = z.output<typeof secret>;

/** Text that may be a secret, or where the secret is. The text is never shown. */
export const textOrSecret = hidden(z.union([text, secret]));

/** Marks a schema whose values `config explain` must not show. */
export function hidden<T extends z.ZodType>(schema: T): T {
  return mark(schema, { hidden: true });
}

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
