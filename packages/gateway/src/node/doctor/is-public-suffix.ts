/**
 * Whether anybody can have a name below a domain, so that browsers refuse cookies for it: by the list of publicsuffix.org, with
 * the part of those who give names away themselves, such as `github.io`.
 */
export async function isPublicSuffix(domain: string): Promise<boolean> {
  // The list is long, and hardly ever needed.
  const { getPublicSuffix } = await import('tldts');
  return getPublicSuffix(domain, { allowPrivateDomains: true }) === domain.toLowerCase();
}
