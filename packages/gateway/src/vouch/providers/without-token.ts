/**
 * An address of GitHub's API without the parameter that Vouch Proxy has a token appended to: tokens go in a field, where no log
 * has them.
 */
export function withoutToken(address: string): string {
  return address.replace(/[?&]access_token=$/, '');
}
