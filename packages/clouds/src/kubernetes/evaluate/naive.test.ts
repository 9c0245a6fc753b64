import {
  array,
  assert,
  asyncProperty,
  constantFrom,
  oneof,
  option,
  record,
  uniqueArray,
} from 'fast-check';
import { expect, it } from 'vitest';
import { evaluateAuthenticationConfiguration } from './evaluate-configuration.ts';
import { readAuthenticationConfiguration } from './read-configuration.ts';

interface File {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly required: Readonly<Record<string, string>>;
  readonly username: string;
  readonly prefix: string;
  readonly groups: string | undefined;
}
type Claims = Readonly<Record<string, unknown>>;

/** The same in the words of kubernetes.io, "Authenticating": read as simply as they say it, for claims that are there or not. */
function naive(file: File, claims: Claims): string | undefined {
  if (claims['iss'] !== file.issuer) return undefined;
  const aud = claims['aud'];
  const audiences = Array.isArray(aud) ? aud : [aud];
  if (!file.audiences.some((audience) => audiences.includes(audience))) return undefined;
  for (const [claim, value] of Object.entries(file.required)) {
    if (claims[claim] !== value) return undefined;
  }
  const name = claims[file.username];
  if (typeof name !== 'string') return undefined;
  if (
    file.username === 'email' &&
    'email_verified' in claims &&
    claims['email_verified'] !== true
  ) {
    return undefined;
  }
  const given = file.groups === undefined ? undefined : claims[file.groups];
  if (typeof given !== 'string' && given !== undefined && !isTexts(given)) return undefined;
  const groups = given === undefined ? [] : typeof given === 'string' ? [given] : given;
  const told = groups.map((group) => `g:${group}`).join(', ');
  return `${file.prefix}${name}${told === '' ? '' : ` (groups ${told})`}`;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

const text = constantFrom('a', 'a', 'a', 'b', 'A', 'a/');
const ISSUER = 'https://a.example';
const issuer = constantFrom(ISSUER, ISSUER, ISSUER, ISSUER, `${ISSUER}/`, 'https://b.example');
const file = record({
  issuer,
  audiences: uniqueArray(text, { minLength: 1, maxLength: 3 }),
  required: option(record({ hd: text }), { nil: {} }),
  username: constantFrom('sub', 'email', 'name'),
  prefix: constantFrom('', 'oidc:'),
  groups: option(constantFrom('groups', 'roles'), { nil: undefined }),
});
const value = oneof(text, text, text, array(text, { maxLength: 3 }), constantFrom(1, true, {}));
const claims = record(
  {
    iss: issuer,
    aud: oneof(text, array(text, { maxLength: 3 })),
    sub: text,
    email: value,
    name: value,
    email_verified: constantFrom(true, false, 'true'),
    hd: value,
    groups: value,
    roles: value,
  },
  { requiredKeys: ['iss', 'aud', 'sub', 'email', 'name', 'hd'] },
);

it('makes of claims what a naive reading makes of them', async () => {
  let allowed = 0;
  await assert(
    asyncProperty(file, claims, async (given, token) => {
      const configuration = await readAuthenticationConfiguration({
        apiVersion: 'apiserver.config.k8s.io/v1',
        kind: 'AuthenticationConfiguration',
        jwt: [
          {
            issuer: {
              url: given.issuer,
              audiences: given.audiences,
              audienceMatchPolicy: 'MatchAny',
            },
            claimValidationRules: Object.entries(given.required).map(([claim, requiredValue]) => ({
              claim,
              requiredValue,
            })),
            claimMappings: {
              username: { claim: given.username, prefix: given.prefix },
              ...(given.groups !== undefined && { groups: { claim: given.groups, prefix: 'g:' } }),
            },
          },
        ],
      });
      const view = { issuer: token.iss, claims: token };
      const verdict = await evaluateAuthenticationConfiguration(configuration, view);
      const wanted = naive(given, token);
      expect(verdict.verdict === 'allowed' ? verdict.becomes : undefined).toBe(wanted);
      if (wanted === undefined) expect(verdict.verdict).toBe('refused');
      else allowed += 1;
    }),
    { numRuns: 1000 },
  );
  expect(allowed).toBeGreaterThan(20);
});
