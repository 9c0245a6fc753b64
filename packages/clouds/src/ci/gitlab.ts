import { DrawbridgeError, type JsonObject, member } from '@drawbridge/core';
import type { CiSystem, JobEnvironment, JobToken } from './ci-system.ts';
import { audiencesOf, claimsOf } from './job-token.ts';

/** What holds a token of the job that is meant for GitLab itself, or is one of the kind that GitLab 17 took away. */
const OTHER_TOKENS: ReadonlySet<string> = new Set([
  'CI_JOB_TOKEN',
  'CI_JOB_JWT',
  'CI_JOB_JWT_V1',
  'CI_JOB_JWT_V2',
  'CI_REGISTRY_PASSWORD',
  'CI_DEPENDENCY_PROXY_PASSWORD',
  'CI_DEPLOY_PASSWORD',
]);

/** The name that we use in examples, and those of GitLab's own: taken first where several tokens would do. */
const USUAL_NAMES = ['PRIVATE_TOKEN', 'AWS_ID_TOKEN', 'GITLAB_OIDC_TOKEN', 'ID_TOKEN'];

/** GitLab CI/CD: the file of the job names the variable, and what its token is for. */
export const gitlab: CiSystem = {
  name: 'GitLab',
  sources: [
    'GitLab Docs, Predefined CI/CD variables reference',
    'GitLab Docs, OpenID Connect (OIDC) Authentication Using ID Tokens',
    'GitLab Docs, Configure OpenID Connect in AWS to retrieve temporary credentials',
  ],
  isHere: (env) => env['GITLAB_CI'] === 'true',
  asksForAudience: false,
  find(env, audience) {
    const found = tokensOf(env);
    const fitting = found.filter(({ audiences }) => audiences.includes(audience));
    const [only, ...others] = fitting.length > 0 ? fitting : found;
    if (only === undefined) return undefined;
    if (others.length === 0) return tokenIn(only.name);
    const all = [only, ...others].map(({ name }) => name);
    const usual = USUAL_NAMES.find((name) => all.includes(name));
    if (usual !== undefined) return tokenIn(usual);
    throw new DrawbridgeError('job_token_missing', {
      detail: `the job has several tokens of GitLab: in ${all.join(', ')}`,
      hint: 'Say which with --token-variable NAME.',
    });
  },
  passedOver: (env) =>
    jwtsOf(env).flatMap(({ name, claims }) => (isOfJob(claims, env) ? [] : [name])),
  advice: (audience) =>
    `Add to the job in .gitlab-ci.yml: id_tokens: { ${nameFor(audience)}: { aud: ${audience} } }`,
  // The page on AWS names sessions so.
  sessionName: (env) => ['GitLabRunner', env['CI_PROJECT_ID'], env['CI_PIPELINE_ID']],
};

/** A name for a token that is missing. A job for several clouds needs one of each. */
function nameFor(audience: string): string {
  if (audience.startsWith('https://iam.googleapis.com/')) return 'GCP_ID_TOKEN';
  return audience.startsWith('api://AzureADTokenExchange') ? 'AZURE_ID_TOKEN' : 'AWS_ID_TOKEN';
}

interface Found {
  readonly name: string;
  readonly value: string;
  readonly audiences: readonly string[];
}

function tokensOf(env: JobEnvironment): readonly Found[] {
  const found: Found[] = [];
  for (const { name, value, claims } of jwtsOf(env)) {
    if (!isOfJob(claims, env)) continue;
    const audiences = audiencesOf(claims);
    const isCopy = found.some((other) => other.value === value);
    if (audiences.length > 0 && !isCopy) found.push({ name, value, audiences });
  }
  return found;
}

/** The variables that hold a signed JWT, but for those of GitLab itself. */
function jwtsOf(env: JobEnvironment) {
  return Object.entries(env).flatMap(([name, value]) => {
    // Two letters that every JWT begins with: most variables need no closer look.
    if (value?.startsWith('ey') !== true || OTHER_TOKENS.has(name)) return [];
    const claims = claimsOf(value);
    return claims === undefined ? [] : [{ name, value, claims }];
  });
}

/** GitLab is the issuer by its own address, unless whoever runs it gave the issuer another one: then the token tells of this job. */
function isOfJob(claims: JsonObject, env: JobEnvironment): boolean {
  const is = (claim: string, name: string) => {
    const value = env[name];
    return value !== undefined && value !== '' && member(claims, claim) === value;
  };
  return (
    is('iss', 'CI_SERVER_URL') ||
    (is('project_id', 'CI_PROJECT_ID') && is('pipeline_id', 'CI_PIPELINE_ID'))
  );
}

function tokenIn(name: string): JobToken {
  return { place: { kind: 'variable', name }, note: `the token of this job is in ${name}` };
}
