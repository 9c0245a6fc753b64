/** What Vault or OpenBao is set up with, judged: the parameters as their API has them. */
export interface VaultPlan {
  readonly mount: string;
  /** Whether the mount is there, with its configuration. */
  readonly isMountThere: boolean;
  readonly config: Readonly<Record<string, string>>;
  readonly roleName: string;
  readonly role: RoleParameters;
  /** What is to be told, each a sentence. */
  readonly warnings: readonly string[];
}

/** Every parameter that binds, whether or not it is used: a role that is there keeps what is not written. */
interface RoleParameters {
  readonly role_type: 'jwt';
  readonly bound_audiences: readonly string[];
  readonly bound_subject: string;
  readonly bound_claims_type: 'string' | 'glob';
  readonly bound_claims: Readonly<Record<string, string | readonly string[]>>;
  readonly user_claim: string;
  readonly user_claim_json_pointer: boolean;
  readonly token_policies: readonly string[];
}
