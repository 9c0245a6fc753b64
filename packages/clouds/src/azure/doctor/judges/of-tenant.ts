import { member, quote } from '@drawbridge/core';
import { beforeTrust } from '../../../doctor/left-to-trust.ts';
import { type Outcome, unknown } from '../../../doctor/outcome.ts';
import type { FederatedTrust } from '../../evaluate/federated-credential.ts';

/** What only the tenant knows: whether there is a credential for this token. */
export const credentialOfTenant = beforeTrust<FederatedTrust>(({ seen: { issuer }, token }) => {
  const subject = token === undefined ? '' : `, the subject ${quote(member(token.claims, 'sub'))}`;
  const audience =
    token === undefined ? '' : ` and the audience ${quote(member(token.claims, 'aud'))}`;
  return unknown(
    `the tenant was not asked: one credential must have the issuer ${quote(issuer)}${subject}${audience}`,
    'Ask it: az ad app federated-credential list --id CLIENT-ID, or for a managed identity az identity federated-credential list --identity-name NAME --resource-group GROUP. Given as --trust, it is judged here.',
  );
});

/** What only time tells. */
export function credentialIsKnown(): Outcome {
  return unknown(
    'how long the credential has been there was not asked',
    'Where it is new, or was changed, wait some minutes, and try again at AADSTS70021, also after it went well once. Make several of them one after another.',
  );
}
