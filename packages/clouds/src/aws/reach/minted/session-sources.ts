import type { ClaimOutline, RuleOutline } from '@drawbridge/rules/analysis';
import { SOURCE_IDENTITY_CLAIM, TAGS_CLAIM } from '../../token-claims.ts';
import { type MintedClaim, mintedClaim, toMinted, UNKNOWN } from './minted-claim.ts';

const FLAT_TAGS = `${TAGS_CLAIM}/principal_tags/`;
const FLAT_TRANSITIVE = `${TAGS_CLAIM}/transitive_tag_keys`;

/** Stands for the session tag of a token whose tags are copied from the upstream: followed by its key. No claim has this name. */
export const COPIED_TAG = '\0tag ';

/** What tokens of a rule ask of a session beside the role. */
export interface SessionSources {
  /** By key in lower case; `undefined` where it depends on the token which tags there are. */
  readonly tags: ReadonlyMap<string, MintedClaim> | undefined;
  /** Whether all of them are the upstream's. */
  readonly isCopied: boolean;
  /** The keys as written, and those of transitive tags; `undefined` where they depend on the token. */
  readonly transitive: readonly string[] | undefined;
  readonly sourceIdentity: MintedClaim;
}

/** What a rule makes of the claims that AWS takes for session tags and for a source identity. */
export function sessionSources(outline: RuleOutline): SessionSources {
  const names = [...outline.made.keys(), ...outline.copied];
  const isAsked = names.some((name) => name.startsWith(TAGS_CLAIM));
  return {
    ...(isAsked ? tagSources(outline) : NO_TAGS),
    sourceIdentity: mintedClaim(outline, SOURCE_IDENTITY_CLAIM),
  };
}

type Tags = Omit<SessionSources, 'sourceIdentity'>;

const NO_TAGS: Tags = { tags: new Map(), transitive: [], isCopied: false };
const UNKNOWN_TAGS: Tags = { tags: undefined, transitive: undefined, isCopied: false };

function tagSources({ made, copied }: RuleOutline): Tags {
  if (copied.some((name) => name.startsWith(TAGS_CLAIM))) {
    const isMade = [...made.keys()].some((name) => name.startsWith(TAGS_CLAIM));
    return { ...UNKNOWN_TAGS, isCopied: copied.includes(TAGS_CLAIM) && !isMade };
  }
  const nested = made.get(TAGS_CLAIM);
  const members = nested === undefined ? NO_MEMBERS : membersOf(nested);
  const principal = members?.get('principal_tags');
  const tags = principal === undefined ? NO_MEMBERS : membersOf(principal);
  if (members === undefined || tags === undefined) return UNKNOWN_TAGS;
  const found = new Map<string, MintedClaim>();
  const entries = [
    ...[...tags].map(([key, outline]) => [key, onlyItem(outline)] as const),
    ...[...made].flatMap(([name, outline]) =>
      name.startsWith(FLAT_TAGS)
        ? [[name.slice(FLAT_TAGS.length), toMinted(outline)] as const]
        : [],
    ),
  ];
  for (const [key, source] of entries) {
    // What AWS makes of a key that is there twice, or of several values, is not documented.
    if (found.has(key.toLowerCase()) || source.kind === 'unknown') return UNKNOWN_TAGS;
    found.set(key.toLowerCase(), source);
  }
  const listed = members.get('transitive_tag_keys') ?? made.get(FLAT_TRANSITIVE);
  const transitive = listed === undefined ? [] : constantTexts(listed);
  return { tags: found, transitive, isCopied: false };
}

const NO_MEMBERS: ReadonlyMap<string, ClaimOutline> = new Map();

function membersOf(outline: ClaimOutline): ReadonlyMap<string, ClaimOutline> | undefined {
  return 'members' in outline ? outline.members : undefined;
}

/** The value of a tag stands in a list, alone. */
function onlyItem(outline: ClaimOutline): MintedClaim {
  const items = 'items' in outline ? outline.items : [];
  const [only] = items;
  return only === undefined || items.length > 1 ? UNKNOWN : toMinted(only);
}

function constantTexts(outline: ClaimOutline): readonly string[] | undefined {
  if (!('items' in outline)) return undefined;
  const texts: string[] = [];
  for (const item of outline.items) {
    if (!('constant' in item) || typeof item.constant !== 'string') return undefined;
    texts.push(item.constant);
  }
  return texts;
}
