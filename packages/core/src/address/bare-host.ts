/** The host of a URL, without the brackets that an IPv6 address has there (RFC 3986 section 3.2.2). */
export function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '');
}
