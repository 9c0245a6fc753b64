import { expect, test } from 'vitest';
import { jobClaims, SAMPLE_JOB } from './sample-job.ts';

test('says everything in strings, as GitLab does', () => {
  for (const value of Object.values(jobClaims(SAMPLE_JOB))) expect(value).toBeTypeOf('string');
});

test('names the subject by project and ref', () => {
  const ref = { name: 'v1.2', type: 'tag', protected: false } as const;
  expect(jobClaims({ ...SAMPLE_JOB, ref })).toMatchObject({
    sub: 'project_path:acme/web:ref_type:tag:ref:v1.2',
    ref_protected: 'false',
  });
});
