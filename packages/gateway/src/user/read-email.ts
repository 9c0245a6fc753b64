import { parseEmail } from '@drawbridge/rules';

/** An email of a claim, its domain in lower case; `undefined` for what is none, or could be read as two. */
export function readEmail(value: unknown): string | undefined {
  const email = typeof value === 'string' ? parseEmail(value) : undefined;
  return email && `${email.local}@${email.domain}`;
}
