import type { GroupsClaim } from '@drawbridge/rules';

/** Settings of who tells groups. */
interface GroupsSettings {
  readonly name: string;
  readonly groupsClaim?: string | undefined;
  readonly groupsLimit?: number | undefined;
}

/** How a provider, or an issuer of bearer tokens, tells groups. */
export function groupsOf({ name, groupsClaim, groupsLimit }: GroupsSettings): GroupsClaim {
  return {
    claim: groupsClaim ?? 'groups',
    ...(groupsLimit !== undefined && { limit: { count: groupsLimit, by: name } }),
  };
}
