import type { VerifiedToken } from '@drawbridge/core';
import type { FoundProvider, Provider, TokenSet } from '@drawbridge/oauth';
import type { User } from '../user/user.ts';

/** A provider that people sign in with. */
export interface GatewayProvider {
  /** In addresses and rules: `a-z 0-9 -`. */
  readonly name: string;
  /** On the page where one is chosen. */
  readonly title: string;
  readonly clientId: string;
  readonly scope: string;
  /** Parameters of each authorization request, such as `prompt` or `acr_values`. */
  readonly parameters: Readonly<Record<string, string>>;
  /**
   * Its metadata, token endpoint and check of ID tokens; asked for at each sign-in, and kept between.
   *
   * @throws {DrawbridgeError} of kind `upstream`
   */
  find(): Promise<FoundProvider & { readonly provider: Provider }>;
  /**
   * Who it is, by an ID token that was verified.
   *
   * @throws {DrawbridgeError} of kind `upstream`, where UserInfo has to be asked
   */
  userOf(token: VerifiedToken, tokens: TokenSet): Promise<User>;
}
