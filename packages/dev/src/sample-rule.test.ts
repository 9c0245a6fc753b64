import { compileRules } from '@drawbridge/rules';
import { createTestIssuer, createTestVerifier } from '@drawbridge/testing';
import { describe, expect, test } from 'vitest';
import { jobClaims, SAMPLE_JOB } from './provider/sample-job.ts';
import { sampleRule } from './sample-rule.ts';

const issuer = await createTestIssuer();
const verifier = createTestVerifier(issuer);
const rules = await compileRules([sampleRule(issuer.issuer)]);

const decide = async (changes: Readonly<Record<string, unknown>> = {}) => {
  const token = await issuer.issue({ ...jobClaims(SAMPLE_JOB), ...changes });
  const decision = rules.decide(await verifier.verify(token));
  return 'granted' in decision ? decision.granted : undefined;
};

describe('the sample rule', () => {
  test('lets the sample job across, with three claims', async () => {
    const grant = await decide();
    expect(grant).toMatchObject({ audiences: ['sts.amazonaws.com'], lifetime: 300 });
    expect([...(grant?.claims.keys() ?? [])]).toEqual(['sub', 'project_path', 'ref']);
  });

  test.each([
    ['another project', { project_path: 'acme/web2' }],
    ['a project that begins alike', { project_path: 'acme/web/fork' }],
    ['an unprotected branch', { ref_protected: 'false' }],
    ['a boolean where GitLab has text', { ref_protected: true }],
    ['no project', { project_path: undefined }],
  ])('does not let %s across', async (_, changes) => {
    expect(await decide(changes)).toBeUndefined();
  });
});
