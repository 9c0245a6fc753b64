import { expect } from 'vitest';

/** What must be found nowhere of header fields with tokens: every part of a JWT but its header, and every other value. */
export function secretsIn(values: readonly string[]): readonly string[] {
  return values.flatMap((value) => {
    const token = value.replace(/^Bearer /, '');
    const parts = token.split('.');
    return parts.length === 3 ? parts.slice(1) : [token];
  });
}

/** Fails by what it finds, and quotes no more than its beginning. */
export function expectNoSecrets(text: string, secrets: readonly string[]): void {
  const found = secrets.filter((secret) => text.includes(secret));
  expect(found.map((secret) => secret.slice(0, 12))).toEqual([]);
}
