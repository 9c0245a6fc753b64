import type { TokenView } from '@drawbridge/rules';
import type { Finding } from '../../trust/finding.ts';
import type { Reason, Reasons, Verdict } from '../../trust/verdict.ts';
import type { AzureRequirement } from '../doctor/requirements.ts';
import { checkCredential } from './check-credential.ts';
import type { FederatedTrust } from './federated-credential.ts';
import { CODES } from './limits.ts';

/**
 * Judges a token by the federated identity credentials of one application or identity: any of them lets it in. All is compared letter by
 * letter, case included (Microsoft's documentation, "Federated identity credentials overview" of Graph, read 2026-11). A credential that was added minutes ago may not
 * count yet.
 */
export function evaluateFederatedCredentials(trust: FederatedTrust, token: TokenView): Verdict {
  const judged = trust.map((credential) => ({
    credential,
    findings: checkCredential(credential, token),
  }));
  const met = judged.find(({ findings }) => findings.length === 0);
  if (met !== undefined) return { verdict: 'allowed', by: met.credential.title };
  const open = judged.filter(({ findings }) => !findings.some(isCertain));
  if (open.length > 0) return { verdict: 'undecided', reasons: reasonsOf(open) };
  return { verdict: 'refused', reasons: reasonsOf(judged) };
}

/** Those of the credentials that the token misses by least come first. */
function reasonsOf(judged: readonly { readonly findings: readonly Finding[] }[]): Reasons {
  const certain = ({ findings }: { findings: readonly Finding[] }) =>
    findings.filter(isCertain).length;
  const [first, ...others] = judged
    .toSorted((one, other) => certain(one) - certain(other))
    .flatMap(({ findings }) => (findings.some(isCertain) ? findings.filter(isCertain) : findings))
    .map(({ reason }) => reason);
  return first === undefined ? [NO_CREDENTIAL] : [first, ...others];
}

function isCertain(finding: Finding): boolean {
  return finding.isCertain;
}

const NO_CREDENTIAL: Reason<AzureRequirement> = {
  requirements: ['claims-exact'],
  at: 'the federated credentials',
  seen: 'there is none',
  wanted: 'one for the token',
  fix: `Add one: "drawbridge azure trust" prints it. Entra answers ${CODES.tooNew}.`,
};
