import { createTestIssuer } from '@drawbridge/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { decodeTokenArgument } from './decode-token-argument.ts';

let token = '';
beforeAll(async () => {
  const issuer = await createTestIssuer({ algorithms: ['ES256'] });
  token = await issuer.issue({ sub: 'alice' });
});

describe('decodeTokenArgument', () => {
  it('takes a token apart', () => {
    expect(decodeTokenArgument(token, 10_000).claims).toMatchObject({ sub: 'alice' });
  });

  it.each<readonly [what: string, given: (token: string) => string, hint: string]>([
    ['a header', (text) => `Bearer ${text}`, 'behind "Bearer"'],
    ['a header with its name', (text) => `Authorization: Bearer ${text}`, 'behind "Bearer"'],
    ['JSON', (text) => JSON.stringify({ id_token: text }), 'jq -r .id_token'],
    ['a text of JSON', (text) => JSON.stringify(text), 'quotation marks'],
    ['a broken line', (text) => `${text.slice(0, 60)}\n${text.slice(60)}`, 'tr -d'],
    ['an opaque token', () => 'ya29.opaque', 'give the ID token'],
    ['a session', () => '0123456789abcdef', 'give the ID token'],
    ['the name of a file', () => './id-token', 'or @FILE'],
    ['the name of a file without a folder', () => 'id.jwt', 'or @FILE'],
    ['a start', (text) => `${text.slice(0, 9)}!${text.slice(9)}`, 'Is it whole?'],
    ['a JWE', () => 'eyJhbGciOiJSU0EtT0FFUCIsImVuYyI6IkEyNTZHQ00ifQ.a.b.c.d', 'not encrypt'],
  ])('says what to do with %s, and does not show it', (_, given, words) => {
    const text = given(token);
    let thrown: unknown;
    try {
      decodeTokenArgument(text, 10_000);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ hint: expect.stringContaining(words) });
    const { message, hint } = thrown as { readonly message: string; readonly hint: string };
    for (const part of text.split(/[\s.]/).filter((each) => each.length > 20)) {
      expect(message + hint).not.toContain(part);
    }
  });
});
