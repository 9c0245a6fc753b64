import { expect, it } from 'vitest';
import { endSessionUrl } from './end-session-url.ts';

const REQUEST = {
  clientId: 'app',
  postLogoutRedirectUri: 'https://auth.test/signed-out',
  state: 'af0ifjsldkj',
};

it('lets no query of the endpoint take the place of what is ours', () => {
  const url = new URL(
    endSessionUrl(
      'https://id.test/end?tenant=a&state=x&state=y&id_token_hint=z&post_logout_redirect_uri=https://evil.test',
      REQUEST,
    ),
  );
  expect([...url.searchParams]).toEqual([
    ['tenant', 'a'],
    ['client_id', 'app'],
    ['post_logout_redirect_uri', 'https://auth.test/signed-out'],
    ['state', 'af0ifjsldkj'],
  ]);
});

it('leaves out an ID token that is too long for an address', () => {
  const hint = (length: number) =>
    new URL(
      endSessionUrl('https://id.test/end', { ...REQUEST, idTokenHint: 'a'.repeat(length) }),
    ).searchParams.get('id_token_hint')?.length;
  expect(hint(6_001)).toBeUndefined();
  expect(hint(6_000)).toBe(6_000);
});

it('tells the provider who, whose and where to go next', () => {
  expect(endSessionUrl('https://id.test/end', { ...REQUEST, idTokenHint: 'a.b.c' })).toBe(
    'https://id.test/end?client_id=app&id_token_hint=a.b.c&post_logout_redirect_uri=https%3A%2F%2Fauth.test%2Fsigned-out&state=af0ifjsldkj',
  );
});
