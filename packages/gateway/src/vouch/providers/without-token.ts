/**
 * An address of the API of GitHub, or of Gitea, which Vouch Proxy takes for one, without the parameter that a token is appended to
 * there: tokens go in a field, where no log has them.
 */
export function withoutToken(address: string): string {
  return address.replace(/[?&](?:access_)?token=$/, '');
}
