import { isJsonObject, type JsonObject, member, quote } from '@drawbridge/core';
import { TAG_LIMITS, TAG_TEXT, TAGS_CLAIM } from '../token-claims.ts';
import { textsOf } from './text-lists.ts';

const FLAT_TAGS = `${TAGS_CLAIM}/principal_tags/`;
const FLAT_TRANSITIVE = `${TAGS_CLAIM}/transitive_tag_keys`;

/** One session tag, as the token has it. */
export interface SessionTag {
  readonly key: string;
  readonly value: string;
}

/** What is wrong with the session tags of a token. */
export interface TagFault {
  /**
   * `form`, `transitive`, `same key`: what STS makes of it is not documented in full. `empty`: the claim has no tags in it. `limit`, `text`: STS takes
   * no such tags.
   */
  readonly kind: 'form' | 'empty' | 'same key' | 'transitive' | 'limit' | 'text';
  /** A clause. */
  readonly seen: string;
  /** What AWS takes. */
  readonly wanted: string;
  /** The key of the tag that it is about, as written; missing where it is about all of them. */
  readonly key?: string;
}

/** The session tags that a token carries, in either form. */
export interface SessionTags {
  /** Those that have the form that AWS documents. */
  readonly entries: readonly SessionTag[];
  readonly transitive: readonly string[];
  /** Whether it carries any, be they as they should or not. */
  readonly isThere: boolean;
  readonly faults: readonly TagFault[];
}

const LISTED = 'a list of one text for each tag in principal_tags';
const KEYS = `a key of 1 to ${TAG_LIMITS.keyLength} characters`;
const TEXT = 'letters, digits, spaces and _.:/=+-@ alone';

/**
 * Reads the session tags of a token: IAM user guide, "Pass session tags in AWS STS", Passing session tags using AssumeRoleWithWebIdentity
 * (a nested claim, and claims of one name each). Their limits: STS API reference, Tag, and AssumeRoleWithWebIdentity ("You can pass up to 50 session
 * tags …"); IAM user guide, "Rules for tagging in IAM and AWS STS"; read 2026-11.
 */
export function readSessionTags(claims: JsonObject): SessionTags {
  const faults: TagFault[] = [];
  const entries = [...nestedTags(claims, faults), ...flatTags(claims, faults)];
  const nested = member(claims, TAGS_CLAIM);
  const listed =
    (isJsonObject(nested) ? member(nested, 'transitive_tag_keys') : undefined) ??
    member(claims, FLAT_TRANSITIVE);
  const transitive = listed === undefined ? [] : textsOf(listed);
  if (transitive === undefined) {
    faults.push({
      kind: 'transitive',
      seen: `the transitive_tag_keys are ${quote(listed)}, which is no list of texts`,
      wanted: 'a list of keys',
    });
  }
  addLimits(entries, faults);
  addKeys(entries, transitive ?? [], faults);
  const isThere = entries.length > 0 || faults.length > 0 || (nested ?? listed) !== undefined;
  return { entries, transitive: transitive ?? [], isThere, faults };
}

function nestedTags(claims: JsonObject, faults: TagFault[]): readonly SessionTag[] {
  const nested = member(claims, TAGS_CLAIM);
  if (nested === undefined) return [];
  const tags = isJsonObject(nested) ? member(nested, 'principal_tags') : undefined;
  if (!isJsonObject(tags)) {
    const kind = isJsonObject(nested) && tags === undefined ? 'empty' : 'form';
    faults.push({ kind, seen: `${TAGS_CLAIM} has no object principal_tags`, wanted: LISTED });
    return [];
  }
  return Object.entries(tags).flatMap(([key, value]) => {
    const texts = textsOf(value) ?? [];
    const [only] = texts;
    if (only !== undefined && texts.length === 1) return [{ key, value: only }];
    const seen = `the session tag ${quote(key)} is ${quote(value)}, which is no list of one text`;
    faults.push({ kind: 'form', seen, wanted: LISTED, key });
    return [];
  });
}

function flatTags(claims: JsonObject, faults: TagFault[]): readonly SessionTag[] {
  const names = Object.keys(claims).filter((name) => name.startsWith(FLAT_TAGS));
  return names.flatMap((name) => {
    const value = member(claims, name);
    const key = name.slice(FLAT_TAGS.length);
    if (typeof value === 'string') return [{ key, value }];
    const seen = `${name} is ${quote(value)}, which is no text`;
    faults.push({ kind: 'form', seen, wanted: 'a text', key });
    return [];
  });
}

function addLimits(entries: readonly SessionTag[], faults: TagFault[]): void {
  const { tags, keyLength, valueLength } = TAG_LIMITS;
  const add = (kind: TagFault['kind'], seen: string, wanted: string) =>
    void faults.push({ kind, seen, wanted });
  if (entries.length > tags) {
    add('limit', `there are ${entries.length} session tags`, `${tags} session tags at most`);
  }
  for (const { key, value } of entries) {
    const ofKey = characters(key);
    const ofValue = characters(value);
    if (key === '') add('limit', 'a session tag has an empty key', KEYS);
    if (ofKey > keyLength) {
      add('limit', `the key of the session tag ${quote(key)} has ${ofKey} characters`, KEYS);
    }
    if (ofValue > valueLength) {
      const seen = `the value of the session tag ${quote(key)} has ${ofValue} characters`;
      add('limit', seen, `a value of up to ${valueLength} characters`);
    }
    if (key.toLowerCase().startsWith('aws:')) {
      const seen = `the key of the session tag ${quote(key)} begins with aws:`;
      add('text', seen, "another key: aws: is AWS's own");
    }
    if (!TAG_TEXT.test(key)) {
      add('text', `the key of the session tag ${quote(key)} has other characters`, TEXT);
    }
    if (!TAG_TEXT.test(value)) {
      add('text', `the value of the session tag ${quote(key)} has other characters`, TEXT);
    }
  }
}

/** AWS does not tell keys apart by their case. That a transitive key must be among those of the tags is what STS was seen to answer. */
function addKeys(
  entries: readonly SessionTag[],
  transitive: readonly string[],
  faults: TagFault[],
): void {
  const keys = new Map<string, string>();
  for (const { key } of entries) {
    const name = key.toLowerCase();
    const other = keys.get(name);
    if (other !== undefined) {
      const seen =
        other === key
          ? `the session tag ${quote(key)} is there twice`
          : `the keys ${quote(other)} and ${quote(key)} of session tags differ in case alone`;
      faults.push({ kind: 'same key', seen, wanted: 'each key once, in one case', key });
    }
    keys.set(name, key);
  }
  for (const key of transitive) {
    if (keys.has(key.toLowerCase())) continue;
    const seen = `${quote(key)} is among transitive_tag_keys, and there is no session tag of that key`;
    faults.push({ kind: 'transitive', seen, wanted: 'keys of tags that the token has' });
  }
}

/** As the API counts them: code points. */
function characters(text: string): number {
  return Array.from(text).length;
}
