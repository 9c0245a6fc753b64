import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import { ofToken } from '../../../doctor/checks/about-token.ts';
import { firstOf } from '../../../doctor/first-of.ts';
import { failed, passed } from '../../../doctor/outcome.ts';
import { TAG_LIMITS, TAG_TEXT, TAGS_CLAIM } from '../../token-claims.ts';

const FLAT = `${TAGS_CLAIM}/principal_tags/`;

/** The session tags that a token carries, in either form. */
export interface TokenTags {
  readonly entries: readonly (readonly [key: string, value: string])[];
  /** What is not as it should be, in clauses; no tag comes of it. */
  readonly faults: readonly string[];
  /** Whether it carries any, be they as they should or not. */
  readonly isThere: boolean;
}

/** Reads the session tags of a token (IAM user guide, "Passing session tags using AssumeRoleWithWebIdentity"). */
export function readTags(claims: JsonObject): TokenTags {
  const flat = Object.keys(claims).filter((name) => name.startsWith(FLAT));
  const nested = member(claims, TAGS_CLAIM);
  const entries: [string, string][] = [];
  const faults: string[] = [];
  for (const name of flat) {
    const value = member(claims, name);
    if (typeof value === 'string') entries.push([name.slice(FLAT.length), value]);
    else faults.push(`${name} is ${quote(value)}, which is no text`);
  }
  const tags = isJsonObject(nested) ? member(nested, 'principal_tags') : undefined;
  if (nested !== undefined && !isJsonObject(tags)) {
    faults.push(`${TAGS_CLAIM} has no object principal_tags`);
  }
  for (const [key, value] of Object.entries(isJsonObject(tags) ? tags : {})) {
    const [only, ...others] = Array.isArray(value) ? (value as unknown[]) : [];
    if (typeof only === 'string' && others.length === 0) entries.push([key, only]);
    else faults.push(`the tag ${quote(key)} is ${quote(value)}, which is no list of one text`);
  }
  const isThere = flat.length > 0 || nested !== undefined;
  return { entries, faults, isThere };
}

const NONE = passed('it has no session tags');

export const haveForm = ofToken(({ claims }) => {
  const { entries, faults, isThere } = readTags(claims);
  if (!isThere) return NONE;
  return faults.length === 0
    ? passed(tagCount(entries.length))
    : failed(
        firstOf(faults),
        `Have the issuer put them as AWS reads them: "${TAGS_CLAIM}": {"principal_tags": {"team": ["web"]}}. "drawbridge token sign --aws-tag" writes them so.`,
      );
});

export const areWithinLimits = ofToken(({ claims }) => {
  const { entries, isThere } = readTags(claims);
  if (!isThere) return NONE;
  const { tags, keyLength, valueLength } = TAG_LIMITS;
  const faults = entries.length > tags ? [`there are ${tagCount(entries.length)}`] : [];
  for (const [key, value] of entries) {
    if (key === '') faults.push('a tag has an empty key');
    if (characters(key) > keyLength) {
      faults.push(`the key ${quote(key)} has ${characters(key)} characters`);
    }
    if (characters(value) > valueLength) {
      faults.push(`the value of ${quote(key)} has ${characters(value)} characters`);
    }
  }
  return faults.length === 0
    ? passed(tagCount(entries.length))
    : failed(firstOf(faults), 'Have the issuer put fewer and shorter tags into its tokens.');
});

export const areText = ofToken(({ claims }) => {
  const { entries, isThere } = readTags(claims);
  if (!isThere) return NONE;
  const faults: string[] = [];
  const seen = new Map<string, string>();
  for (const [key, value] of entries) {
    const folded = key.toLowerCase();
    const other = seen.get(folded);
    if (other !== undefined) {
      faults.push(`the keys ${quote(other)} and ${quote(key)} differ in case alone`);
    }
    seen.set(folded, key);
    if (folded.startsWith('aws:')) faults.push(`the key ${quote(key)} begins with aws:`);
    if (!TAG_TEXT.test(key)) faults.push(`the key ${quote(key)} has other characters`);
    if (!TAG_TEXT.test(value)) faults.push(`the value of ${quote(key)} has other characters`);
  }
  return faults.length === 0
    ? passed(tagCount(entries.length))
    : failed(firstOf(faults), 'Have the issuer put other keys and values into its tokens.');
});

/** `1 session tag`, `2 session tags`. */
export function tagCount(count: number): string {
  return `${count} session ${count === 1 ? 'tag' : 'tags'}`;
}

function characters(text: string): number {
  return Array.from(text).length;
}
