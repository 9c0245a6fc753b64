import { firstOf } from '../../../doctor/first-of.ts';
import { failed, type Outcome, passed, trustNotGiven } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import { trustPolicyWarnings } from '../../evaluate/warnings.ts';
import type { AwsTrust } from '../aws-trust.ts';

/** Of so many warnings of one policy it is told what to do. */
const MOST = 3;

/** No statement of the policy lets in more, or fewer, than it seems to. */
export function hasNoTrustWarnings({ trust }: Scene<AwsTrust>): Outcome {
  if (trust === undefined) {
    return trustNotGiven('AWS');
  }
  const warnings = trustPolicyWarnings(trust.policy.policy);
  if (warnings.length === 0) return passed('its statements let in whom they name');
  return failed(
    `${firstOf(warnings.map(({ at }) => at))}: not what it seems`,
    warnings
      .slice(0, MOST)
      .map(({ at, text }) => `${at}: ${text}`)
      .join(' '),
  );
}
