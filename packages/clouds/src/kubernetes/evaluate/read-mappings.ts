import { quote } from '@drawbridge/core';
import { fieldsRead } from './cel-words.ts';
import { compileExpression } from './compile-expression.ts';
import type {
  Claim,
  Expression,
  ExtraMapping,
  JwtAuthenticator,
  PrefixedClaim,
} from './configuration.ts';
import { extraKeyFaults } from './extra-key.ts';
import type { FileFaults } from '../../trust/file-faults.ts';
import { type Members, readMembers } from './members.ts';

export const MAPPINGS_NAMES = ['username', 'groups', 'uid', 'extra'] as const;

type Mappings = Pick<JwtAuthenticator, 'username' | 'groups' | 'uid' | 'extra'>;

/**
 * What makes a user of claims.
 *
 * @param claimRules - their expressions: those of `claims.email` have to look at `claims.email_verified` somewhere
 * @returns `undefined` where there is no way to a user name
 */
export async function readMappings(
  mappings: Members,
  claimRules: readonly string[],
  faults: FileFaults,
): Promise<Mappings | undefined> {
  const before = faults.count;
  const username = await readPrefixed(mappings, 'username', faults);
  const isUsernameFine = faults.count === before;
  const groups = await readPrefixed(mappings, 'groups', faults);
  const uid = await readUid(mappings, faults);
  const extra = await readExtra(mappings.objects('extra', ['key', 'valueExpression']), faults);
  if (isUsernameFine && username !== undefined && 'expression' in username) {
    const looks = [username, ...extra].map(({ expression }) => expression).concat(claimRules);
    const isVerified = looks.some((text) => fieldsRead(text, 'claims').has('email_verified'));
    if (fieldsRead(username.expression, 'claims').has('email') && !isVerified) {
      faults.add(
        mappings.at('username.expression'),
        `${quote(username.expression)} reads claims.email, and no expression of a user name, extra or claim rule reads claims.email_verified`,
      );
    }
  }
  if (username === undefined) return undefined;
  return {
    username,
    ...(groups !== undefined && { groups }),
    ...(uid !== undefined && { uid }),
    extra,
  };
}

async function readPrefixed(
  mappings: Members,
  name: 'username' | 'groups',
  faults: FileFaults,
): Promise<PrefixedClaim | Expression | undefined> {
  const names = ['claim', 'prefix', 'expression'];
  const at = mappings.at(name);
  const mapping = mappings.object(name, names) ?? readMembers({}, at, names, faults);
  const claim = mapping?.text('claim') ?? '';
  const prefix = mapping?.text('prefix');
  const expression = mapping?.text('expression') ?? '';
  if (claim !== '' && expression !== '') {
    faults.add(at, 'has a claim and an expression: it can have one of them');
    return undefined;
  }
  if (expression !== '') {
    if (prefix !== undefined) {
      faults.add(
        `${at}.prefix`,
        'is for a claim, not for an expression, which can put text before itself',
      );
    }
    const path = `${at}.expression`;
    return compileExpression(expression, { path, variable: 'claims', isRule: false }, faults);
  }
  if (claim !== '') {
    if (prefix === undefined) {
      faults.add(`${at}.prefix`, 'is missing: a claim needs one, which may be empty ("")');
    }
    return { claim, prefix: prefix ?? '' };
  }
  if (name === 'username') faults.add(at, 'has neither a claim nor an expression');
  return undefined;
}

async function readUid(
  mappings: Members,
  faults: FileFaults,
): Promise<Claim | Expression | undefined> {
  const mapping = mappings.object('uid', ['claim', 'expression']);
  const claim = mapping?.text('claim') ?? '';
  const expression = mapping?.text('expression') ?? '';
  const at = mappings.at('uid');
  if (claim !== '' && expression !== '') {
    faults.add(at, 'has a claim and an expression: it can have one of them');
    return undefined;
  }
  if (expression !== '') {
    const path = `${at}.expression`;
    return compileExpression(expression, { path, variable: 'claims', isRule: false }, faults);
  }
  return claim === '' ? undefined : { claim };
}

async function readExtra(
  mappings: readonly Members[],
  faults: FileFaults,
): Promise<readonly ExtraMapping[]> {
  const read: ExtraMapping[] = [];
  const keys = new Set<string>();
  for (const mapping of mappings) {
    const key = mapping.text('key') ?? '';
    for (const fault of extraKeyFaults(key)) faults.add(mapping.at('key'), fault);
    if (keys.has(key)) {
      faults.add(mapping.at('key'), `${quote(key)} is there twice`);
      continue;
    }
    keys.add(key);
    const text = mapping.text('valueExpression') ?? '';
    const path = mapping.at('valueExpression');
    if (text === '') {
      faults.add(path, 'is missing');
      continue;
    }
    const place = { path, variable: 'claims', isRule: false } as const;
    const expression = await compileExpression(text, place, faults);
    if (expression !== undefined) read.push({ ...expression, path: mapping.path, key });
  }
  return read;
}
