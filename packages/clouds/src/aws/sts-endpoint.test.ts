import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeOf } from './code-of.fixture.ts';
import { PARTITIONS } from './partitions.ts';
import { parseRoleArn } from './role-arn.ts';
import { stsEndpoint, type StsEndpointOptions } from './sts-endpoint.ts';

const role = parseRoleArn('arn:aws:iam::123456789012:role/deploy');
const china = parseRoleArn('arn:aws-cn:iam::123456789012:role/deploy');
const ceph = parseRoleArn('arn:aws:iam:::role/deploy');
const setting = (message: RegExp) =>
  expect.objectContaining({
    code: 'cloud_setting_invalid',
    message: expect.stringMatching(message),
  });

describe('stsEndpoint', () => {
  it.each([
    [
      'a region of another partition',
      { role: china, region: 'us-east-1' },
      /of the partition aws, and/,
    ],
    [
      'a variable of another partition',
      { role, env: { AWS_REGION: 'cn-north-1' } },
      /^AWS_REGION is cn-north-1/,
    ],
    ['no region', { role, region: 'mars' }, /which is no region that AWS has/],
    [
      'a region with a host in it',
      { role, region: 'us-east-1.evil.example/' },
      /which is no region/,
    ],
    ['a region on two lines', { role, region: 'us-east-1\n' }, /which is no region/],
    ['http', { role, endpointUrl: 'http://sts.example.com' }, /is not an https URL/],
    ['a query', { role, endpointUrl: 'https://sts.example.com/?x' }, /has a query/],
    [
      'a password',
      { role, env: { AWS_ENDPOINT_URL_STS: 'https://a:b@sts.example.com' } },
      /^AWS_ENDPOINT_URL_STS has user information/,
    ],
    [
      'no URL',
      { role, env: { AWS_ENDPOINT_URL: 'sts' } },
      /^AWS_ENDPOINT_URL is not an absolute URL/,
    ],
    ['no account', { role: ceph }, /names no account/],
  ])('refuses %s', (_, options, message) => {
    expect(() => stsEndpoint(options)).toThrow(setting(message));
  });

  it.each([
    [
      'the default of the partition',
      { role: china },
      'https://sts.cn-northwest-1.amazonaws.com.cn',
    ],
    [
      'AWS_DEFAULT_REGION',
      { role, env: { AWS_DEFAULT_REGION: 'eu-west-1' } },
      'https://sts.eu-west-1.amazonaws.com',
    ],
    [
      'AWS_REGION before it',
      { role, env: { AWS_REGION: 'eu-north-1', AWS_DEFAULT_REGION: 'eu-west-1' } },
      'https://sts.eu-north-1.amazonaws.com',
    ],
    [
      'an empty variable is none',
      { role, env: { AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-1' } },
      'https://sts.eu-west-1.amazonaws.com',
    ],
    [
      'the flag before both',
      { role, region: 'ap-south-2', env: { AWS_REGION: 'eu-north-1' } },
      'https://sts.ap-south-2.amazonaws.com',
    ],
    [
      'AWS_ENDPOINT_URL',
      { role, env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:9000/' } },
      'http://127.0.0.1:9000',
    ],
    [
      'AWS_ENDPOINT_URL_STS before it',
      {
        role,
        env: { AWS_ENDPOINT_URL_STS: 'https://a.example', AWS_ENDPOINT_URL: 'https://b.example' },
      },
      'https://a.example',
    ],
    [
      'neither, where they are ignored',
      {
        role,
        env: {
          AWS_ENDPOINT_URL_STS: 'https://a.example',
          AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
        },
      },
      'https://sts.us-east-1.amazonaws.com',
    ],
    [
      'the flag, even so',
      {
        role: ceph,
        endpointUrl: 'https://c.example/sts',
        env: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
      },
      'https://c.example/sts',
    ],
  ])('takes %s', (_, options, url) => {
    expect(stsEndpoint(options).url).toBe(url);
  });

  it('asks nothing of the region of something like AWS but that it is a word', () => {
    const options = { role: ceph, region: 'default', endpointUrl: 'http://127.0.0.1:8000' };
    expect(stsEndpoint(options)).toEqual({
      url: 'http://127.0.0.1:8000',
      region: 'default',
      isCustom: true,
    });
  });

  it('never leaves the addresses of the partition, whatever the region (property)', () => {
    const region = fc.oneof(fc.string(), fc.stringMatching(/^[a-z]{2}-[a-z./-]+-\d$/));
    fc.assert(
      fc.property(fc.constantFrom(...PARTITIONS), region, (partition, text) => {
        const own = { ...role, partition };
        try {
          const { hostname } = new URL(stsEndpoint({ role: own, region: text }).url);
          expect(hostname).toBe(`sts.${text}.${partition.suffix}`);
        } catch (thrown) {
          expect(codeOf(thrown)).toBe('cloud_setting_invalid');
        }
      }),
    );
  });

  it('takes of a profile what neither a flag nor a variable says', () => {
    const profile = { region: 'eu-west-1', endpointUrl: 'https://sts.test/' };
    const of = (own: Partial<StsEndpointOptions>) => {
      const { url, region } = stsEndpoint({ role, profile, ...own });
      return [url, region];
    };
    expect(of({})).toEqual(['https://sts.test', 'eu-west-1']);
    expect(of({ env: { AWS_DEFAULT_REGION: 'us-east-2' } })[1]).toBe('us-east-2');
    expect(of({ region: 'us-west-2' })[1]).toBe('us-west-2');
    expect(of({ env: { AWS_ENDPOINT_URL: 'https://all.test' } })[0]).toBe('https://all.test');
    expect(of({ endpointUrl: 'https://flag.test' })[0]).toBe('https://flag.test');
    const env = { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    expect(of({ env })[0]).toBe('https://sts.eu-west-1.amazonaws.com');
    expect(() => of({ profile: { region: 'nowhere' } })).toThrow('the region of the profile is');
    const plain = { endpointUrl: 'http://sts.test' };
    expect(() => of({ profile: plain })).toThrow('the endpoint of the profile is not an https URL');
  });
});
