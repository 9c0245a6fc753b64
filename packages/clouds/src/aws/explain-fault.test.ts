import { describe, expect, it } from 'vitest';
import { explainFault, findFaultRow } from './explain-fault.ts';
import { FAULT_ROWS } from './fault-rows.ts';
import { CLAIMS, ROLE, TOKEN } from './sts.fixture.ts';

const cause = {
  url: 'https://sts.eu-central-1.amazonaws.com',
  roleArn: ROLE.arn,
  claims: CLAIMS,
  secrets: [TOKEN],
};
const explain = (code: string, message = '', claims: typeof cause.claims | object = CLAIMS) =>
  explainFault({ code, message }, 400, { ...cause, claims: { ...claims } });

describe('explainFault', () => {
  it('says of a wrong audience which one the token has, and what to compare', () => {
    const { code, message, hint } = explain('InvalidIdentityToken', 'Incorrect token audience');
    expect(code).toBe('cloud_refused');
    expect(message).toContain('answered InvalidIdentityToken: Incorrect token audience');
    expect(hint).toContain('AWS takes "sts.amazonaws.com" as the audience');
    expect(hint).toContain('provider of https://oidc.example.com/team');
  });

  it('takes azp for the audience, as AWS does', () => {
    const claims = { ...CLAIMS, azp: 'app' };
    const { hint } = explain('InvalidIdentityToken', 'Incorrect token audience', claims);
    expect(hint).toContain('"app" (azp; aud is "sts.amazonaws.com")');
  });

  it('says of a wrong subject which one the token has, and the condition to compare', () => {
    const { code, hint } = explain(
      'AccessDenied',
      'Not authorized to perform sts:AssumeRoleWithWebIdentity',
    );
    expect(code).toBe('cloud_refused');
    expect(hint).toContain(`trust policy of ${ROLE.arn}`);
    const causes = [
      'oidc.example.com/team:aud = "sts.amazonaws.com"',
      'oidc.example.com/team:sub = "repo:acme/app"',
      'the provider of https://oidc.example.com/team',
      'the policy denies it',
    ].map((likely) => hint?.indexOf(likely) ?? -1);
    expect(causes).not.toContain(-1);
    expect(causes).toEqual(causes.toSorted((one, other) => one - other));
    expect(hint).not.toContain('Ceph');
  });

  it('says when an expired token ended', () => {
    expect(explain('ExpiredTokenException', 'Token expired').hint).toContain(
      'The token ends at 2026-01-01T00:00:00.000Z',
    );
  });

  it.each([
    [{}],
    [{ iss: 1, sub: {}, aud: null, exp: 'soon' }],
    [{ iss: 'x'.repeat(5000), sub: 'y'.repeat(5000), aud: ['a', 'b'], exp: 1e300 }],
  ])('stays short, whatever the claims: %#', (claims) => {
    for (const { code } of FAULT_ROWS) {
      expect(explain(code, '', claims).hint?.length).toBeLessThan(1200);
    }
  });

  it('advises the duration for what Ceph says of one', () => {
    const { code, hint } = explain('InvalidArgument');
    expect(code).toBe('cloud_setting_invalid');
    expect(hint).toContain('900 to 43,200 seconds');
  });

  it('answers what is not documented by its status', () => {
    expect(explain('Odd').code).toBe('cloud_refused');
    const { code } = explainFault({ code: 'Odd', message: '' }, 503, cause);
    expect(code).toBe('cloud_unavailable');
  });

  it('has a source and a hint for each row, and no row that another hides', () => {
    for (const [index, row] of FAULT_ROWS.entries()) {
      expect(row.source).toMatch(/AWS|STS|IAM/);
      const before = FAULT_ROWS.slice(0, index).filter(({ code }) => code === row.code);
      expect(before.every(({ message }) => message !== undefined)).toBe(true);
    }
  });

  it.each([
    'ExpiredTokenException',
    'IDPCommunicationError',
    'IDPRejectedClaim',
    'InvalidIdentityToken',
    'MalformedPolicyDocument',
    'PackedPolicyTooLarge',
    'RegionDisabledException',
  ])('knows %s of the STS API reference', (code) => {
    expect(findFaultRow({ code, message: '' })).toBeDefined();
  });
});
