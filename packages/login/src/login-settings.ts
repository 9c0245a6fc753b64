/** How a person, or a client by itself, comes by tokens. */
export const FLOWS = ['code', 'device', 'implicit', 'client-credentials'] as const;

export type Flow = (typeof FLOWS)[number];

/** Whether a provider may give a refresh token for a flow (RFC 6749 sections 4.2.2 and 4.4.3). */
export function isRenewable(flow: Flow): boolean {
  return flow === 'code' || flow === 'device';
}

/** Whom a sign-in is asked of, and as which client. */
export interface SignInSettings {
  /** The provider, exactly as its discovery document names it. */
  readonly issuer: string;
  /** Where the discovery document is, if not at the issuer's own address. */
  readonly discoveryUrl?: string;
  /** Not given: one is registered with the provider (RFC 7591). */
  readonly clientId?: string;
  /** Whether it was registered by a sign-in: the next one sees which client there is by then. */
  readonly isRegistered?: boolean;
  readonly flow: Flow;
  /** Scopes with a space between them. */
  readonly scope: string;
}

/** The role of AWS that a login is for, and how it is come by. */
export interface AwsSettings {
  /** ARN of the role that the ID token is traded for. */
  readonly role: string;
  /** ARNs of the roles that are assumed after it, in order. */
  readonly chain?: readonly string[];
  /** Not given: of the claims `email` or `sub`. */
  readonly sessionName?: string;
  /** Seconds. */
  readonly duration?: number;
  readonly region?: string;
  /** Nobody named the region: it was found where the login was made. The next sign-in looks again, and no profile has it from here. */
  readonly isRegionFound?: true;
  readonly endpointUrl?: string;
  /** A session policy, as JSON. */
  readonly policy?: string;
  readonly policyArns?: readonly string[];
}

/** The role as it is asked for at a sign-in. */
export interface WantedAws extends Omit<AwsSettings, 'duration'> {
  /** Seconds, or the longest that STS gives, which is known and kept once it was given. */
  readonly duration?: number | 'max';
}

/** All that makes a login: who is asked, and what for. */
export interface LoginSettings extends SignInSettings {
  readonly aws?: AwsSettings;
}
