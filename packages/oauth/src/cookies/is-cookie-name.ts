/** Whether a text can be the name of a cookie: a token (RFC 6265 section 4.1.1, RFC 9110 section 5.6.2). */
export function isCookieName(text: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(text);
}
