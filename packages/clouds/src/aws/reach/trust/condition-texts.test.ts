import * as fc from 'fast-check';
import { holds } from '@drawbridge/rules/analysis';
import { describe, expect, it } from 'vitest';
import { readTrustPolicy } from '../../evaluate/read-trust-policy.ts';
import { modelRoles } from '../role-model.ts';
import { BRIDGE, NOW, ROLE, statement, SUB } from '../set-up.fixture.ts';
import { conditionTexts } from './condition-texts.ts';

const character = fc.constantFrom(
  'a',
  'A',
  's',
  'k',
  '*',
  'ß',
  'ſ',
  '\u212a',
  '\u{1f600}',
  'ﬆ',
  'é',
  'É',
);
const text = fc.oneof(
  fc.array(character, { maxLength: 4 }).map((all) => all.join('')),
  fc.constantFrom('', 'ss', 'SS', 'st', 'ST', 'true', 'false', 'i', 'ı'),
);
const pattern = fc
  .array(fc.constantFrom('a', 's', '?', '??', '*', '\u{1f600}', '${*}', `\${${SUB}}`, '${x'), {
    maxLength: 4,
  })
  .map((all) => all.join(''));
const operator = fc
  .tuple(
    fc.constantFrom('', '', 'ForAnyValue:', 'ForAllValues:'),
    fc.constantFrom(
      'StringEquals',
      'StringNotEquals',
      'StringEqualsIgnoreCase',
      'StringNotEqualsIgnoreCase',
      'StringLike',
      'StringNotLike',
      'NumericEquals',
      'Bool',
      'ArnLike',
    ),
    fc.constantFrom('', '', 'IfExists'),
  )
  .map((parts) => parts.join(''));
const condition = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.tuple(
      operator,
      fc.array(fc.oneof(text, pattern), { minLength: 1, maxLength: 2 }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(
      fc.constant('Null'),
      fc.uniqueArray(fc.constantFrom('true', 'false'), { minLength: 1 }),
    ),
  },
);

describe('conditionTexts', () => {
  it('has all for which the judge of conditions does not say otherwise, and its sure ones are sure (property)', () => {
    fc.assert(
      fc.property(
        condition,
        fc.array(text, { minLength: 1, maxLength: 20 }),
        ([name, values], texts) => {
          const policy = readTrustPolicy({
            Version: '2012-10-17',
            Statement: [statement({ [name]: { [SUB]: values } })],
          });
          const [role] = modelRoles([{ arn: ROLE, policy }], BRIDGE, NOW);
          const [compiled] = role?.assume[0]?.conditions ?? [];
          if (role === undefined || compiled === undefined)
            throw new Error('there is no condition');
          const all = {
            holds: conditionTexts(compiled.condition, 'holds'),
            fails: conditionTexts(compiled.condition, 'fails'),
          };
          const missing = compiled.judge(role.askOf({}));
          if (missing !== false) expect(all.holds.isAbsent).toBe(true);
          if (missing !== true) expect(all.fails.isAbsent).toBe(true);
          const hasVariables = values.some((value) => value.includes(SUB));
          for (const sub of texts) {
            // What a variable stands for is then not known, and no token is let in for sure.
            if (sub === '' && hasVariables) continue;
            const answer = compiled.judge(role.askOf({ sub }));
            if (answer !== false) expect(holds(all.holds.texts, sub), sub).toBe(true);
            if (answer !== true) expect(holds(all.fails.texts, sub), sub).toBe(true);
            const isSure = (sure: typeof all.holds.sure) => sure.isExact && holds(sure, sub);
            if (isSure(all.holds.sure)) {
              expect(answer, sub).not.toBe(false);
            }
            if (isSure(all.fails.sure)) {
              expect(answer, sub).not.toBe(true);
            }
          }
        },
      ),
      { numRuns: 3000 },
    );
  });
});
