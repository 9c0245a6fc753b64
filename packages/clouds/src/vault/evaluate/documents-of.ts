import type { VaultTrust } from './vault-trust.ts';

/** Where Vault gets the keys from that it checks signatures with. */
export interface VaultDocuments {
  /** The issuer whose discovery document names the keys; that document must have it as its `issuer`, letter by letter. */
  readonly discoveryUrl?: string;
  readonly jwksUrl?: string;
  /** PEM: the authorities for `discoveryUrl` or `jwksUrl`, in place of the system's. */
  readonly ca?: string;
  /** Several JWK Sets, each with its own authorities: a token may be signed by a key of any. */
  readonly jwksPairs?: readonly { readonly jwksUrl: string; readonly ca?: string }[];
  /** PEM: public keys, or certificates with them. */
  readonly keys?: readonly string[];
}

/** @returns nothing at all where the configuration is not known, or a provider of OpenBao finds the keys */
export function documentsOf({ config }: VaultTrust): VaultDocuments {
  if (config === undefined) return {};
  const { keys } = config;
  switch (keys.kind) {
    case 'discovery':
      return { discoveryUrl: keys.url, ...(keys.ca !== undefined && { ca: keys.ca }) };
    case 'jwks': {
      const pairs = keys.places.map(({ url, ca }) => ({
        jwksUrl: url,
        ...(ca !== undefined && { ca }),
      }));
      const [only] = pairs;
      return pairs.length === 1 && only !== undefined ? only : { jwksPairs: pairs };
    }
    case 'keys':
      return { keys: keys.pems };
    case 'provider':
      return {};
  }
}
