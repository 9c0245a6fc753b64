import {
  type Language,
  patternLanguage,
  subtract,
  textsOfLength,
} from '@drawbridge/rules/analysis';

/** STS API reference, AssumeRoleWithWebIdentity, RoleSessionName: `[\w+=,.@-]*`, 2 to 64 of them. */
const LONGEST = 64;
const CHARACTERS = [
  ...Array.from('+,-.=@_', (character) => [character, character] as const),
  ['0', '9'] as const,
  ['A', 'Z'] as const,
  ['a', 'z'] as const,
];

/** The names that a caller may give a session. */
export function sessionNames(): Language {
  const among = CHARACTERS.map(([low, high]) => [low.charCodeAt(0), high.charCodeAt(0)] as const);
  const one = { among, isRun: false };
  const names = patternLanguage([one, one, { among, isRun: true }]);
  return subtract(names, textsOfLength(LONGEST + 1, true));
}
