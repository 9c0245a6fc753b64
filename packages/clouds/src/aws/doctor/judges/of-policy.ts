import { failed, type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import { trustPolicyWarnings } from '../../evaluate/warnings.ts';
import type { AwsTrust } from '../aws-trust.ts';

/** The most warnings of one policy that are told. */
const MOST = 3;

/** No statement of the policy lets in more, or fewer, than it seems to. */
export function hasNoTrustWarnings({ trust }: Scene<AwsTrust>): Outcome {
  if (trust === undefined) {
    return unknown('the trust policy was not given', 'Give it: --trust FILE.');
  }
  const warnings = trustPolicyWarnings(trust.policy.policy);
  if (warnings.length === 0) return passed('its statements let in whom they name');
  const shown = warnings.slice(0, MOST);
  const more = warnings.length - shown.length;
  return failed(
    `${shown.map(({ at }) => at).join('; ')}${more > 0 ? `; and ${more} more` : ''}: not what it seems`,
    shown.map(({ at, text }) => `${at}: ${text}`).join(' '),
  );
}
