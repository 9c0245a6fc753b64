/** A client that an issuer knows. */
export interface TestClient {
  readonly clientId: string;
  /** A client without one is public (RFC 6749 section 2.1): it names itself, and proves nothing. */
  readonly clientSecret?: string;
}

/** The client of an issuer that is told of no others. */
export const TEST_CLIENT = {
  clientId: 'web',
  clientSecret: 'the-secret-of-web-in-tests',
} as const satisfies TestClient;

/**
 * Finds the client of a request (RFC 6749 section 2.3): by `Authorization: Basic` or by `client_id` and
 * `client_secret` in the body, and by one of the two alone.
 *
 * @returns `undefined` when it proves to be none
 */
export function authenticate(
  authorization: string | null,
  form: URLSearchParams,
  clients: readonly TestClient[],
): TestClient | undefined {
  const basic = authorization === null ? undefined : readBasic(authorization);
  if (authorization !== null && (basic === undefined || form.has('client_secret')))
    return undefined;
  const id = basic?.clientId ?? form.get('client_id');
  if (basic !== undefined && (form.get('client_id') ?? id) !== id) return undefined;
  const secret = basic?.clientSecret ?? form.get('client_secret') ?? undefined;
  return clients.find(({ clientId, clientSecret }) => clientId === id && clientSecret === secret);
}

/** Both parts are form-encoded: RFC 6749 appendix B. */
function readBasic(authorization: string): Required<TestClient> | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  try {
    const [id, secret, ...more] = atob(encoded).split(':');
    if (id === undefined || secret === undefined || more.length > 0) return undefined;
    return { clientId: formDecoded(id), clientSecret: formDecoded(secret) };
  } catch {
    return undefined;
  }
}

function formDecoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
