import { describe, expect, it } from 'vitest';
import { readTrustPolicy } from '../evaluate/read-trust-policy.ts';
import { createAnswerBook } from './answer-book.ts';
import { findReach, type ReachReport } from './find-reach.ts';
import { modelRoles } from './role-model.ts';
import { AWS, BRIDGE, forSubject, NOW, rule, setUpOf, statement } from './set-up.fixture.ts';
import type { ReachAnswer } from './witness.ts';

/** More than the last answers that are tried. */
const POLICIES = 12;
const RULES = ['first', 'second'].map((name) =>
  rule(name, { kind: name, project: { glob: 'project-*' } }, { claims: { sub: '{project}' } }),
);

/** Roles with the same few policies, over and over. */
async function reachOf(count: number, statementAt: (index: number) => unknown) {
  const roles = Array.from({ length: count }, (_, index) => ({
    arn: `arn:aws:iam::111122223333:role/role-${index}`,
    policy: readTrustPolicy({
      Version: '2012-10-17',
      Statement: [statementAt(index % POLICIES)],
    }),
  }));
  return findReach(setUpOf(RULES, [statementAt(0)], { roles }));
}

const answersOf = ({ paths }: ReachReport) => new Set(paths.map(({ answer }) => answer));

describe('findReach keeps no more answers', () => {
  it.each<[string, (index: number) => unknown, ReachAnswer['reach'], number]>([
    [
      'than there are policies',
      (index) => forSubject(`project-${index}`),
      'yes',
      RULES.length * POLICIES,
    ],
    [
      'where the statement leaves the audience open',
      (index) => statement({ StringEquals: { 'bridge.example.com:sub': `project-${index}` } }),
      'yes',
      RULES.length * POLICIES,
    ],
    [
      'where they cannot be told, and are the same for each rule',
      () => forSubject('project-1', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
      'undecided',
      RULES.length,
    ],
  ])('%s, however many roles there are', async (_, statementAt, reach, kept) => {
    for (const times of [1, 5]) {
      const report = await reachOf(POLICIES * times, statementAt);
      expect(report.paths).toHaveLength(RULES.length * POLICIES * times);
      expect(report.paths.every(({ answer }) => answer.reach === reach)).toBe(true);
      expect(answersOf(report).size).toBe(kept);
    }
  });
});

describe('createAnswerBook', () => {
  const [role, other] = modelRoles(
    ['a', 'b'].map((sub) => ({
      policy: readTrustPolicy({ Version: '2012-10-17', Statement: [forSubject(sub)] }),
    })),
    BRIDGE,
    NOW,
  );
  const [mine, others] = [role?.assume[0], other?.assume[0]];
  if (!role || !other || !mine || !others) throw new Error('there are two roles');
  const yes = (sub: string): ReachAnswer => ({
    reach: 'yes',
    witness: { claims: {}, audiences: [], minted: { iss: BRIDGE, aud: AWS, sub } },
  });

  it('finds no answer that does not hold for a role', () => {
    const book = createAnswerBook();
    book.add(mine, yes('a'));
    expect(book.find(other, others)).toBeUndefined();
    expect(book.find(role, mine)).toEqual(yes('a'));
  });

  it('does not trust what it knows of a statement', () => {
    const book = createAnswerBook();
    book.add(others, yes('a'));
    expect(book.find(other, others)).toBeUndefined();
  });

  it('finds an answer after many others', () => {
    const book = createAnswerBook();
    book.add(mine, yes('a'));
    for (let index = 0; index < 100; index++) book.add(others, yes(`b-${index}`));
    expect(book.find(role, mine)).toEqual(yes('a'));
  });
});
