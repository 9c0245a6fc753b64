/** What the cookie of a session is sealed for: one host, so that it is nothing on another. */
export function cookieContext(host: string): string {
  return `cookie of ${host}`;
}
