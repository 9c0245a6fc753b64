/** What Vault or OpenBao makes of tokens by its JWT auth method: one mount's configuration, and one of its roles. */
export interface VaultTrust {
  /** `undefined` where the role alone is known. */
  readonly config?: VaultConfig;
  readonly role: VaultRole | CelRole;
}

/** The configuration of a mount. */
export interface VaultConfig {
  /** Empty: any issuer whose tokens its keys verify. */
  readonly boundIssuer: string;
  readonly keys: KeyPlace;
  /** Of `provider_config`: who is asked for more than the token says. Empty: nobody. */
  readonly provider: string;
  /** `jwt_supported_algs`. Empty: all that Vault knows. */
  readonly algorithms: readonly string[];
  readonly unknown: readonly string[];
}

/** Where the keys come from that signatures are checked with. */
export type KeyPlace =
  | { readonly kind: 'discovery'; readonly url: string; readonly ca?: string }
  | { readonly kind: 'jwks'; readonly places: readonly JwksPlace[] }
  | { readonly kind: 'keys'; readonly pems: readonly string[] }
  /** OpenBao alone: a custom provider, such as `kubernetes`, finds them. */
  | { readonly kind: 'provider' };

export interface JwksPlace {
  readonly url: string;
  /** PEM. */
  readonly ca?: string;
}

/** Seconds as the parameters have them: 0 is the default, and below 0 there is no leeway. */
export interface Leeways {
  readonly clockSkew: number;
  readonly expiration: number;
  readonly notBefore: number;
}

/** A role of the path `role/`. */
export interface VaultRole extends Leeways {
  readonly kind: 'role';
  /** As an operator finds it: `the role`, `role "ci"`. */
  readonly title: string;
  readonly roleType: 'jwt' | 'oidc';
  readonly boundAudiences: readonly string[];
  /** Empty: any. */
  readonly boundSubject: string;
  readonly boundClaims: readonly BoundClaim[];
  readonly isGlob: boolean;
  readonly userClaim: string;
  readonly isUserClaimPointer: boolean;
  /** Empty: none. */
  readonly groupsClaim: string;
  /** The claims that become metadata. */
  readonly mappedClaims: readonly string[];
  readonly boundCidrs: readonly string[];
  /** Policies that are templates over the claims (OpenBao alone). */
  readonly templates: readonly string[];
  readonly unknown: readonly string[];
}

export interface BoundClaim {
  /** As it is written: a name, or a JSON pointer that begins with a slash. */
  readonly claim: string;
  /** Any of these: texts, numbers and truth values; in a list `null`, too. */
  readonly wanted: readonly unknown[];
}

/** A role of OpenBao's path `cel/role/`, whose program decides. */
export interface CelRole extends Leeways {
  readonly kind: 'cel';
  readonly title: string;
  readonly boundAudiences: readonly string[];
}
