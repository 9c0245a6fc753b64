import { documentUrlFault, quoteForShell } from '@drawbridge/core';
import type { KeptSettings } from '../../kept/logins.ts';
import { givenText } from './given.ts';
import { isOfProvider } from './is-of-provider.ts';
import type { LoginInputs } from './name-login.ts';

/** Whom a login is asked of. */
export interface ResolvedProvider {
  /** As given: an issuer, with or without its last slash, or the address of a discovery document. Empty after a fault. */
  readonly issuer: string;
  /** Where the document was when the login was kept; whoever gives an issuer says where it is now. */
  readonly discoveryUrl?: string;
  /** What is kept, unless that is of another provider. */
  readonly kept: KeptSettings | undefined;
}

/**
 * The provider of a login, and what is kept of a login there.
 *
 * @param name - of the login
 * @param faults - is told what is wrong
 */
export function resolveProvider(
  inputs: LoginInputs,
  kept: KeptSettings | undefined,
  name: string,
  faults: string[],
): ResolvedProvider {
  const asked = givenText('issuer', inputs, faults);
  const fault = asked && documentUrlFault(asked.value);
  if (fault !== undefined) faults.push(`${asked?.by} ${fault}`);
  const issuer = asked?.value ?? inputs.section?.issuer;
  if (issuer !== undefined) {
    return { issuer, kept: kept && isOfProvider(kept, issuer) ? kept : undefined };
  }
  if (kept === undefined) {
    faults.push(
      `no provider is given, and none is kept for ${quoteForShell(name)}: give --issuer, OIDC_DISCOVERY_URL or login.issuer of the configuration`,
    );
    return { issuer: '', kept };
  }
  const { discoveryUrl } = kept;
  return { issuer: kept.issuer, ...(discoveryUrl !== undefined && { discoveryUrl }), kept };
}
