import { readTrustPolicy } from '@drawbridge/clouds/aws';
import type { ReachOptions } from '@drawbridge/clouds/aws';
import type { Rule } from '@drawbridge/rules';

const UPSTREAM = 'https://gitlab.internal';
const ISSUER = 'https://bridge.example.com';
const HOST = 'bridge.example.com';
const ACCOUNT = '111122223333';
const AWS = 'sts.amazonaws.com';

/** How many groups and how many projects in each there are. */
const GROUPS = 40;
const PROJECTS = 40;

/** How many rules and roles there are. */
export interface SetUpSize {
  readonly rules: number;
  readonly roles: number;
}

/**
 * Rules and roles as a GitLab with many projects has them, always the same: a rule each for most projects, rules for whole groups, and some for
 * everybody; roles for one project, for the projects of a group, by session tags, and some that Deny.
 */
export function gitlabSetUp({ rules, roles }: SetUpSize): ReachOptions {
  return {
    issuer: ISSUER,
    upstreams: [{ issuer: UPSTREAM, audiences: [ISSUER], requiredClaims: ['sub', 'iat'] }],
    rules: Array.from({ length: rules }, (_, index) => ruleAt(index, rules)),
    roles: Array.from({ length: roles }, (_, index) => ({
      arn: `arn:aws:iam::${ACCOUNT}:role/role-${index}`,
      policy: readTrustPolicy(policyAt(index)),
    })),
    now: 1_800_000_000,
  };
}

function groupOf(index: number): string {
  return `group-${index % GROUPS}`;
}

function projectOf(index: number): string {
  return `${groupOf(index)}/app-${Math.floor(index / GROUPS) % PROJECTS}`;
}

/** What comes late is wider, as people write them: the first rule that matches decides. */
function ruleAt(index: number, count: number): Rule {
  const share = index / count;
  if (share < 0.35) return releaseRule(index);
  if (share < 0.6) return branchRule(index);
  if (share < 0.75) return taggedRule(index);
  if (share < 0.9) return otherAudienceRule(index);
  if (share < 0.98) return groupRule(index);
  return everybodyRule(index);
}

function rule(name: string, claims: Rule['match']['claims'], grant: Rule['grant']): Rule {
  return { name, match: { issuer: UPSTREAM, claims }, grant };
}

function releaseRule(index: number): Rule {
  return rule(
    `release-${index}`,
    { project_path: projectOf(index), ref: { glob: `release-${index}/*` }, ref_protected: 'true' },
    { audience: AWS, claims: { sub: '{project_path}:production' }, maxBytes: { sub: 127 } },
  );
}

function branchRule(index: number): Rule {
  return rule(
    `branch-${index}`,
    {
      project_path: [projectOf(index), projectOf(index + GROUPS)],
      ref_type: 'branch',
      ref: { regex: `(main|stable-${index}|v[0-9]+\\.[0-9]+)` },
    },
    {
      audience: [AWS, 'https://vault.example.com'],
      claims: { sub: 'project_path:{project_path}:ref_type:{ref_type}:ref:{ref}' },
    },
  );
}

function taggedRule(index: number): Rule {
  return rule(
    `tagged-${index}`,
    { namespace_path: groupOf(index), environment: `env-${index}` },
    {
      audience: AWS,
      claims: {
        sub: '{namespace_path}:{environment}',
        'https://aws.amazon.com/tags': {
          principal_tags: { Project: ['{project_path}'], Group: ['{namespace_path}'] },
        },
      },
    },
  );
}

function otherAudienceRule(index: number): Rule {
  return rule(
    `vault-${index}`,
    { project_path: projectOf(index), environment: `env-${index}` },
    { audience: 'https://vault.example.com', copy: ['sub', 'project_path', 'ref'] },
  );
}

function groupRule(index: number): Rule {
  return rule(
    `group-${index}`,
    { project_path: { glob: `${groupOf(index)}/**` }, environment: { glob: `stage-${index}-*` } },
    { audience: AWS, claims: { sub: 'project_path:{project_path}:environment:{environment}' } },
  );
}

function everybodyRule(index: number): Rule {
  return rule(
    `everybody-${index}`,
    { user_access_level: `level-${index}` },
    { audience: AWS, copy: ['sub'] },
  );
}

function policyAt(index: number): unknown {
  const kind = index % 10;
  const project = projectOf(index * 7);
  const group = groupOf(index);
  if (kind < 4)
    return policy([allow({ StringEquals: { ...aud(), ...sub(`${project}:production`) } })]);
  if (kind < 6) {
    const branches = ['main', 'v*'].map(
      (ref) => `project_path:${project}:ref_type:branch:ref:${ref}`,
    );
    return policy([allow({ StringEquals: aud(), StringLike: sub(...branches) })]);
  }
  if (kind < 7) {
    return policy([
      allow({
        StringEquals: aud(),
        StringLike: sub(`project_path:${group}/*:environment:stage-*`),
      }),
      allow({ StringEquals: { ...aud(), ...sub(`${group}:env-${index}`) } }),
    ]);
  }
  if (kind < 8) {
    return policy([
      allow(
        { StringEquals: { ...aud(), 'aws:RequestTag/Group': group }, StringLike: sub('group-*:*') },
        ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'],
      ),
    ]);
  }
  if (kind < 9) {
    return policy([
      allow({ StringEquals: aud(), StringLike: sub('project_path:*') }),
      { ...allow({ StringLike: sub(`project_path:${group}/*`) }), Effect: 'Deny' },
    ]);
  }
  return policy([allow({ StringEquals: aud(), StringLike: sub(`*:${project}:*`) })]);
}

function policy(statements: readonly unknown[]): unknown {
  return { Version: '2012-10-17', Statement: statements };
}

function allow(condition: unknown, action: unknown = 'sts:AssumeRoleWithWebIdentity') {
  return {
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${HOST}` },
    Action: action,
    Condition: condition,
  };
}

function aud() {
  return { [`${HOST}:aud`]: AWS };
}

function sub(...values: readonly string[]) {
  return { [`${HOST}:sub`]: values };
}
