import type { AuthenticationConfiguration } from './configuration.ts';

/** How an API server comes by the documents of an issuer. */
export interface IssuerDocuments {
  /** Of its discovery document, where that is not below the issuer. */
  readonly discoveryUrl?: string;
  /** PEM of the authorities that its server's certificate is checked by, where those of the host do not count. */
  readonly ca?: string;
}

/** @returns `undefined` where no authenticator is for this issuer */
export function documentsOf(
  { authenticators }: AuthenticationConfiguration,
  issuer: string,
): IssuerDocuments | undefined {
  const found = authenticators.find(({ issuer: { url } }) => url === issuer)?.issuer;
  if (found === undefined) return undefined;
  const { discoveryUrl, certificateAuthority: ca } = found;
  return { ...(discoveryUrl !== undefined && { discoveryUrl }), ...(ca !== undefined && { ca }) };
}
