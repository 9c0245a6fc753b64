import type { JsonObject } from '@drawbridge/core';
import { ofToken } from '../../../doctor/checks/about-token.ts';
import { firstOf } from '../../../doctor/first-of.ts';
import { failed, type Outcome, passed } from '../../../doctor/outcome.ts';
import { readSessionTags, type TagFault } from '../../evaluate/session-tags.ts';
import { TAGS_CLAIM } from '../../token-claims.ts';

/** Session tags are in the form that AWS documents. */
export const haveForm = ofToken(({ claims }) =>
  withoutFaults(
    claims,
    ['form', 'empty', 'transitive'],
    `Have the issuer put them as AWS reads them: "${TAGS_CLAIM}": {"principal_tags": {"team": ["web"]}}. "drawbridge token sign --aws-tag" writes them so.`,
  ),
);

/** There are no more session tags, and no longer ones, than AWS takes. */
export const areWithinLimits = ofToken(({ claims }) =>
  withoutFaults(claims, ['limit'], 'Have the issuer put fewer and shorter tags into its tokens.'),
);

/** Keys and values of session tags are of the characters that AWS takes. */
export const areText = ofToken(({ claims }) =>
  withoutFaults(
    claims,
    ['text', 'same key'],
    'Have the issuer put other keys and values into its tokens.',
  ),
);

function withoutFaults(
  claims: JsonObject,
  kinds: readonly TagFault['kind'][],
  fix: string,
): Outcome {
  const { entries, isThere, faults } = readSessionTags(claims);
  if (!isThere) return passed('it has no session tags');
  const seen = faults.flatMap((fault) => (kinds.includes(fault.kind) ? [fault.seen] : []));
  return seen.length === 0 ? passed(tagCount(entries.length)) : failed(firstOf(seen), fix);
}

/** `1 session tag`, `2 session tags`. */
export function tagCount(count: number): string {
  return `${count} session ${count === 1 ? 'tag' : 'tags'}`;
}
