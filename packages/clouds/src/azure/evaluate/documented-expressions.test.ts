import { describe, expect, it } from 'vitest';
import { claimsLeftOut, isDocumented } from './documented-expressions.ts';

const GITHUB = 'https://token.actions.githubusercontent.com';
const GITLAB = 'https://gitlab.com';
type Operator = 'eq' | 'matches';

function comparison(claim: string, operator: Operator = 'eq', comparand = 'a') {
  return { claim, operator, comparand };
}

describe('isDocumented', () => {
  it.each<[string, Operator, string]>([
    [GITHUB, 'matches', 'sub'],
    [GITHUB, 'matches', 'job_workflow_ref'],
    [GITHUB, 'eq', 'repository_id'],
    [GITHUB, 'eq', 'repository_owner_id'],
    [GITLAB, 'matches', 'sub'],
    [GITLAB, 'eq', 'project_id'],
    ['https://gitlab.example.com', 'eq', 'sub'],
    ['https://gitlab.example.ca', 'eq', 'sub'],
    ['https://app.terraform.io', 'matches', 'sub'],
    ['https://app.eu.terraform.io', 'matches', 'sub'],
  ])('for %s: %s of %s', (issuer, operator, claim) => {
    expect(isDocumented(issuer, comparison(claim, operator))).toBe(true);
  });

  it.each<[string, Operator, string]>([
    [GITHUB, 'matches', 'repository_id'],
    [GITHUB, 'eq', 'ref'],
    [GITHUB, 'eq', 'project_id'],
    [GITLAB, 'matches', 'project_id'],
    [`${GITHUB}/`, 'eq', 'sub'],
    ['https://gitlab.example.org', 'eq', 'sub'],
    ['https://gitlab.a.b.com', 'eq', 'sub'],
    ['https://evil.example/gitlab.com', 'eq', 'sub'],
    ['https://gitlab.com.evil.example', 'eq', 'sub'],
    ['https://oidc.example.com', 'eq', 'sub'],
  ])('not for %s: %s of %s', (issuer, operator, claim) => {
    expect(isDocumented(issuer, comparison(claim, operator))).toBe(false);
  });
});

describe('claimsLeftOut', () => {
  it.each([
    [GITHUB, [comparison('sub')], ['repository_id', 'repository_owner_id']],
    [GITHUB, [comparison('repository_id')], ['sub']],
    [
      GITHUB,
      [comparison('sub'), comparison('repository_id', 'matches')],
      ['repository_id', 'repository_owner_id'],
    ],
    [GITHUB, [comparison('sub'), comparison('repository_id')], []],
    [GITHUB, [comparison('repository_owner_id'), comparison('sub', 'matches')], []],
    [GITLAB, [comparison('sub', 'matches', 'project_path:a/*')], ['project_id']],
    [GITLAB, [comparison('sub', 'matches', 'project_id:5*')], ['project_id']],
    [GITLAB, [comparison('sub', 'matches', 'project_id:57:*')], []],
    [GITLAB, [comparison('sub'), comparison('project_id')], []],
    ['https://app.terraform.io', [comparison('sub')], []],
    ['https://oidc.example.com', [comparison('ref')], []],
  ])('of an expression for %s with %j are %j', (issuer, comparisons, leftOut) => {
    expect(claimsLeftOut(issuer, comparisons)).toEqual(leftOut);
  });
});
