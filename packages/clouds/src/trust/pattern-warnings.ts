import { quote } from '@drawbridge/core';
import { settingFault } from '../setting-fault.ts';

const STAR = ['*'];

/**
 * What is to be told of patterns of subjects, a sentence each.
 *
 * @param wildcards - the characters that stand for others
 * @throws {DrawbridgeError} `cloud_setting_invalid` for one that is for everybody
 */
export function patternWarnings(
  patterns: readonly string[],
  wildcards: readonly string[] = STAR,
): readonly string[] {
  return patterns.map((pattern) => {
    if (pattern.split('').every((character) => wildcards.includes(character))) {
      throw settingFault(
        `the pattern ${quote(pattern)} is for every subject`,
        'Everybody who has a token of the issuer for the audience would be let in. Begin it with what only your subjects have.',
      );
    }
    return `The pattern ${quote(pattern)} lets in every subject that fits, also those that the issuer makes later. A * takes in slashes and colons, too.`;
  });
}

/** A warning where a subject that is compared letter by letter looks like a pattern. @param wildcards - the characters that make it look so */
export function starWarnings(
  subjects: readonly string[],
  wildcards: readonly string[] = STAR,
): readonly string[] {
  return subjects
    .filter((subject) => wildcards.some((star) => subject.includes(star)))
    .map(
      (subject) =>
        `The subject ${quote(subject)} is compared letter by letter, ${wildcards.join(' and ')} included: a pattern would be given by --sub-like.`,
    );
}

/** A warning where an issuer ends with a slash, which is easily lost. */
export function slashWarnings(issuer: string): readonly string[] {
  if (!issuer.endsWith('/')) return [];
  return [
    `The issuer ends with a slash, and is compared letter by letter: the iss of its tokens must end with one, too, else use ${issuer.slice(0, -1)}.`,
  ];
}
