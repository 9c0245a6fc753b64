import { DrawbridgeError } from '@drawbridge/core';
import { askSts, type AskOptions } from './ask-sts.ts';
import type { AssumedRole } from './assumed-role.ts';
import type { RoleArn } from './role-arn.ts';
import { sessionForm, type SessionOptions } from './session-limits.ts';
import type { StsEndpoint } from './sts-endpoint.ts';
import { claimsOf } from './token-facts.ts';

/** STS API reference, WebIdentityToken: 4 to 20,000 characters. */
const LONGEST_TOKEN = 20_000;

/** Whose role is assumed by whose token. */
export interface AssumeRoleWithWebIdentityOptions extends AskOptions, SessionOptions {
  /** From `parseRoleArn`. */
  readonly role: RoleArn;
  /** From `stsEndpoint`. */
  readonly endpoint: StsEndpoint;
  /** The token, without white space around it. A secret. */
  readonly token: string;
}

/**
 * Trades a token of an OpenID provider for credentials of a role: AssumeRoleWithWebIdentity (STS API reference), one
 * request that nobody signs, with no credentials of AWS anywhere near it.
 *
 * @throws {DrawbridgeError} `cloud_setting_invalid` before anything is sent, `token_malformed`, `token_too_large`
 * @throws {DrawbridgeError} `cloud_refused`, `cloud_setting_invalid`, `cloud_unavailable`, `cloud_unreachable`,
 *   `cloud_timeout`, `cloud_invalid`, `cloud_untrusted`
 * @throws the signal's reason, when it is aborted
 */
export async function assumeRoleWithWebIdentity(
  options: AssumeRoleWithWebIdentityOptions,
): Promise<AssumedRole> {
  const { role, endpoint, token } = options;
  requireToken(token);
  return askSts(
    {
      url: endpoint.url,
      action: 'AssumeRoleWithWebIdentity',
      roleArn: role.arn,
      form: [['RoleArn', role.arn], ...sessionForm(options), ['WebIdentityToken', token]],
      claims: claimsOf(token),
      secrets: [token, ...token.split('.')],
    },
    options,
  );
}

/** What STS would refuse without a word that helps. */
function requireToken(token: string): void {
  if (token.length > LONGEST_TOKEN) {
    throw new DrawbridgeError('token_too_large', {
      detail: `the token has ${token.length} characters, and AWS takes ${LONGEST_TOKEN}`,
    });
  }
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return;
  throw new DrawbridgeError('token_malformed', {
    detail: /\s/.test(token)
      ? 'the token has white space in it, or around it'
      : 'the token is not a signed JWT in its compact form',
    hint: 'AWS takes ID tokens, which are three parts of letters, digits, - and _, with dots between them.',
  });
}
