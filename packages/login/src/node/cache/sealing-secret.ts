import { randomBytes } from 'node:crypto';

/** 32 random bytes, as base64. */
export function newSecret(): string {
  return randomBytes(32).toString('base64');
}

/** Whether a text is a secret that we made, and not what a broken disk or another program has left of one. */
export function isSecret(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text);
}
