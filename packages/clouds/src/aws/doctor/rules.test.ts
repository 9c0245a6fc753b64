import { generateKey } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { createChanges, judgeRule, notPassed } from '../../doctor/judge-rule.fixture.ts';
import { scene } from '../../doctor/scene.fixture.ts';
import { keyCertificate } from '../../ceph/key-certificate.ts';
import type { AwsTrust } from './aws-trust.ts';
import { TAGS, ROLES, SOURCE_IDENTITY, ROLE } from './role.fixture.ts';
import { AWS_RULES } from './rules.ts';

const { claims, signed } = createChanges<AwsTrust>();

describe('a good token of a good issuer', () => {
  it('gives no fault and no warning', () => {
    expect(notPassed(AWS_RULES, scene<AwsTrust>())).toEqual([]);
  });

  it('gives none with all that AWS reads of it', () => {
    const own = {
      aud: ['sts.amazonaws.com'],
      azp: 'sts.amazonaws.com',
      [TAGS]: { principal_tags: { team: ['web'] }, transitive_tag_keys: ['team'] },
      [SOURCE_IDENTITY]: 'ada',
      [ROLES]: [ROLE],
    };
    expect(notPassed(AWS_RULES, claims(own)())).toEqual([]);
  });

  it.each(['RS256', 'ES256', 'ES384'] as const)(
    'has the certificate of its key, %s',
    async (alg) => {
      const [{ publicJwk: one }, { publicJwk: other }] = await Promise.all([
        generateKey(alg),
        generateKey(alg),
      ]);
      const own = { ...one, x5c: [await keyCertificate(one)] };
      const foreign = { ...one, x5c: [await keyCertificate(other)] };
      expect(judgeRule(AWS_RULES, 'key-x5c', signed(own)()).state).toBe('passed');
      expect(judgeRule(AWS_RULES, 'key-x5c', signed(foreign)())).toEqual({
        state: 'warning',
        seen: expect.stringContaining('of another key'),
      });
    },
  );
});
