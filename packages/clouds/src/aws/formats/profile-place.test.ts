import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profilePlace } from './profile-place.ts';

const CONFIG = `
[default]
region = eu-west-1
endpoint_url = https://default.test

[profile team]
region = eu-central-1
services = local
endpoint_url = https://team.test
[services other]
sts =
  endpoint_url = https://other.test
[services local]
s3 =
  endpoint_url = https://s3.test
sts =
  endpoint_url = https://sts.test
[profile plain]
services = other-still
s3 =
  region = us-east-1
  endpoint_url = https://nested.test
[profile quiet]
services = local
endpoint_url = https://team.test
ignore_configured_endpoint_urls = TRUE
region =
`;

describe('profilePlace', () => {
  it.each([
    ['another profile', 'nobody'],
    ['a block of another service', 'plain'],
    ['what is to be ignored, or empty', 'quiet'],
    ['a section of services', 'local'],
  ])('reads nothing of %s', (_, profile) => {
    expect(profilePlace(CONFIG, profile, 'STS')).toEqual({});
  });

  it('reads the region, and the address of STS before that of all', () => {
    expect(profilePlace(CONFIG, 'team', 'STS')).toEqual({
      region: 'eu-central-1',
      endpointUrl: 'https://sts.test',
    });
    expect(profilePlace(CONFIG, 'default', 'STS')).toEqual({
      region: 'eu-west-1',
      endpointUrl: 'https://default.test',
    });
    expect(profilePlace(CONFIG, 'team', 'IAM')).toMatchObject({ endpointUrl: 'https://team.test' });
  });

  it('takes nothing from outside its profile, whatever the file is', () => {
    const line = fc.constantFrom(
      '[default]',
      '[profile a]',
      '[services x]',
      '  endpoint_url = https://no.test',
      'endpoint_url = https://no.test',
      'region = no',
      'sts =',
      '#',
      '',
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(profilePlace(lines.join('\n'), 'mine', 'STS')).toEqual({});
      }),
    );
  });
});
