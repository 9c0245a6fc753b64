import type { JsonObject } from '@drawbridge/core';
import type { Person } from '../../kept/kept-login.ts';

/** Whom the claims of an ID token are about (OpenID Connect Core 1.0, section 5.1). */
export function personOf(claims: JsonObject): Person {
  const text = (name: string) => {
    const value = claims[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const email = text('email');
  const name = text('name');
  return {
    issuer: text('iss') ?? '',
    subject: text('sub') ?? '',
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name }),
  };
}
