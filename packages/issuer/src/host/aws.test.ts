import { spawnSync } from 'node:child_process';
import { parse } from '@cdktf/hcl2json';
import { describe, expect, it } from 'vitest';
import { awsHosting } from './aws.ts';

const named = awsHosting({ issuer: 'https://oidc.example.com', jwksPath: '/jwks/keys' });
const bare = awsHosting({ jwksPath: '/jwks/keys' });
const read = async (text: string) => JSON.parse(JSON.stringify(await parse('main.tf', text)));

describe.each([
  ['with a domain', named],
  ['without', bare],
])('the hosting on AWS %s', (_, text) => {
  it('has a bucket that nobody but the distribution reads', async () => {
    const { resource, data } = await read(text);
    expect(resource.aws_s3_bucket_public_access_block.site[0]).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(Object.keys(resource)).not.toContain('aws_s3_bucket_acl');
    expect(Object.keys(resource)).not.toContain('aws_s3_bucket_website_configuration');
    const { statement } = data.aws_iam_policy_document.site[0];
    expect(statement.map(({ actions }: { actions: unknown }) => actions)).toEqual([
      ['s3:GetObject'],
      ['s3:ListBucket'],
    ]);
    for (const { principals, condition } of statement) {
      expect(principals).toEqual([{ type: 'Service', identifiers: ['cloudfront.amazonaws.com'] }]);
      expect(condition[0]).toEqual({
        test: 'StringEquals',
        variable: 'AWS:SourceArn',
        values: ['${aws_cloudfront_distribution.site.arn}'],
      });
    }
  });

  it('signs what it asks of the bucket, and takes nothing but GET and HEAD', async () => {
    const { resource } = await read(text);
    expect(resource.aws_cloudfront_origin_access_control.site[0]).toMatchObject({
      signing_behavior: 'always',
      signing_protocol: 'sigv4',
    });
    const [distribution] = resource.aws_cloudfront_distribution.site;
    expect(distribution.origin[0].origin_access_control_id).toBe(
      '${aws_cloudfront_origin_access_control.site.id}',
    );
    expect(distribution.default_cache_behavior[0]).toMatchObject({
      allowed_methods: ['GET', 'HEAD'],
      viewer_protocol_policy: 'redirect-to-https',
    });
    expect(resource.aws_cloudfront_cache_policy.site[0]).toMatchObject({
      min_ttl: 0,
      max_ttl: 3600,
    });
  });

  it('tells what publishing needs', async () => {
    const { output } = await read(text);
    expect(Object.keys(output).sort()).toEqual(['bucket', 'distribution', 'issuer']);
  });

  it('stands as its formatter would have it', () => {
    const run = spawnSync('terraform', ['fmt', '-'], { input: text, encoding: 'utf8' });
    // Where there is no Terraform, the parser has to do.
    if (run.error === undefined) expect(run.stdout).toBe(text);
  });
});

it('a domain has a certificate validated by DNS, TLS 1.2 and its records', async () => {
  const { resource, variable } = await read(named);
  expect(resource.aws_cloudfront_distribution.site[0]).toMatchObject({
    aliases: ['oidc.example.com'],
    viewer_certificate: [
      { minimum_protocol_version: 'TLSv1.2_2021', ssl_support_method: 'sni-only' },
    ],
  });
  expect(resource.aws_acm_certificate.site[0]).toMatchObject({
    domain_name: 'oidc.example.com',
    validation_method: 'DNS',
  });
  expect(Object.keys(resource.aws_route53_record)).toEqual(['site', 'validation']);
  expect(variable.zone[0].default).toBe('example.com');
  const other = await read(
    awsHosting({ issuer: 'https://a.b.example.com', jwksPath: '/k', zone: 'example.com' }),
  );
  expect(other.variable.zone[0].default).toBe('example.com');
});

it('without a domain the address of the distribution is the issuer', async () => {
  const { resource, output } = await read(bare);
  expect(Object.keys(resource)).not.toContain('aws_route53_record');
  expect(output.issuer[0].value).toBe('https://${aws_cloudfront_distribution.site.domain_name}');
  expect(resource.aws_cloudfront_distribution.site[0].viewer_certificate).toEqual([
    { cloudfront_default_certificate: true },
  ]);
});
