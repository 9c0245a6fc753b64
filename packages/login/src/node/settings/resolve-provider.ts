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
 * @param login - its name, and why what is kept under it could not be read
 * @param faults - is told what is wrong
 */
export function resolveProvider(
  inputs: LoginInputs,
  kept: KeptSettings | undefined,
  login: { readonly name: string; readonly unread: string | undefined },
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
    const name = quoteForShell(login.name);
    const why =
      login.unread === undefined
        ? `none is kept for ${name}`
        : `what is kept for ${name} cannot be read (${login.unread})`;
    faults.push(
      `no provider is given, and ${why}: give --issuer, OIDC_DISCOVERY_URL or login.issuer of the configuration`,
    );
    return { issuer: '', kept };
  }
  const { discoveryUrl } = kept;
  return { issuer: kept.issuer, ...(discoveryUrl !== undefined && { discoveryUrl }), kept };
}
