import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOfProvider, workloadAudience } from './provider-name.ts';

const WORKLOAD = 'projects/123456/locations/global/workloadIdentityPools/ci/providers/bridge';
const WORKFORCE = 'locations/global/workforcePools/acme/providers/okta';
const invalid = expect.objectContaining({ code: 'cloud_setting_invalid' });

describe('workloadAudience', () => {
  it.each([
    ['people', WORKFORCE],
    ['nothing', ''],
    ['a pool alone', WORKLOAD.replace('/providers/bridge', '')],
    ['a project by its name', WORKLOAD.replace('123456', 'acme')],
    ['a host before it', `//iam.googleapis.com/${WORKLOAD}`],
    ['its own answer', `https://iam.googleapis.com/${WORKLOAD}`],
    ['a path behind it', `${WORKLOAD}/keys/1`],
    ['another line', `${WORKLOAD}\n`],
    ['a location', WORKLOAD.replace('global', 'europe-west1')],
  ])('refuses %s', (_, provider) => {
    expect(() => workloadAudience(provider)).toThrow(invalid);
  });

  // iam.googleapis.com v1, WorkloadIdentityPoolProvider.Oidc.allowedAudiences, read 2026-11: one of the two for a list that is empty.
  it('is the name with https before it', () => {
    expect(workloadAudience(WORKLOAD)).toBe(
      'https://iam.googleapis.com/projects/123456/locations/global/workloadIdentityPools/ci/providers/bridge',
    );
  });

  it('is never of what has a character that no name has (property)', () => {
    const at = fc.nat({ max: WORKLOAD.length });
    const odd = fc.string({ minLength: 1 }).filter((text) => !/^[a-z0-9/-]*$/i.test(text));
    fc.assert(
      fc.property(at, odd, (index, text) => {
        const provider = WORKLOAD.slice(0, index) + text + WORKLOAD.slice(index);
        expect(() => workloadAudience(provider)).toThrow(invalid);
      }),
    );
  });
});

it('tells people from workloads', () => {
  expect([kindOfProvider(WORKLOAD), kindOfProvider(WORKFORCE)]).toEqual(['workload', 'workforce']);
});
