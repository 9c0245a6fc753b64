import {
  type Clock,
  createDefaultEngine,
  createFetchDocument,
  type Engine,
  type FetchDocument,
  systemClock,
} from '@drawbridge/core';
import type { HeaderProfile } from '../headers/header-profile.ts';
import type { IssuerOptions } from '../options/guard-options.ts';
import { createAwsKeys } from './aws-keys.ts';

/**
 * An AWS Application Load Balancer that signs users in: a JWT of its own about the user. What it forwards as
 * `x-amzn-oidc-accesstoken` is not read, for many providers give an access token that is no JWT.
 */
export const AWS_ALB = Object.freeze<HeaderProfile>({
  name: 'aws-alb',
  access: [{ name: 'x-amzn-oidc-data' }],
  source:
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html, 2026-11',
});

/** Other partitions keep their keys elsewhere. */
const REGION = /^(?!cn-|us-gov-|us-iso)[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/;
const ARN = /^arn:aws:elasticloadbalancing:[a-z\d-]+:\d{12}:loadbalancer\/app\/[\w-]+\/[\da-f]+$/;

/**
 * The issuer of what a load balancer signs: `iss` is that of the provider that it signs users in with, and `signer` in the
 * token's header is the load balancer. The keys of a region are shared by all its load balancers, anybody's too, so
 * which ones are accepted must be said.
 *
 * @throws {TypeError} for a region without keys at the usual place, and for what is no ARN of a load balancer
 */
export function awsLoadBalancer({
  region,
  loadBalancers,
  issuer,
  fetch = createFetchDocument(),
  engine = createDefaultEngine(),
  clock = systemClock,
}: {
  /** Such as `eu-central-1`: of the commercial partition, where keys are at the usual place. */
  readonly region: string;
  /** Their ARNs. */
  readonly loadBalancers: readonly string[];
  /** As the load balancer's listener rule has it. */
  readonly issuer: string;
  /** Default: `createFetchDocument()` of core. */
  readonly fetch?: FetchDocument;
  /** The same as the guard's, where that is given one. Default: the runtime's. */
  readonly engine?: Engine;
  /** Default: the machine's. */
  readonly clock?: Clock;
}): IssuerOptions {
  if (!REGION.test(region)) {
    throw new TypeError(`region is ${JSON.stringify(region)}; write one such as eu-central-1`);
  }
  const wrong = loadBalancers.find((arn) => !ARN.test(arn));
  if (loadBalancers.length === 0 || wrong !== undefined) {
    throw new TypeError(
      `loadBalancers ${wrong === undefined ? 'is empty' : `has ${JSON.stringify(wrong)}`}; write ARNs such as arn:aws:elasticloadbalancing:REGION:ACCOUNT:loadbalancer/app/NAME/ID`,
    );
  }
  return {
    issuer,
    keys: createAwsKeys({ region, fetch, engine, clock }),
    audience: loadBalancers,
    audienceParameter: 'signer',
    paddedBase64: true,
    algorithms: ['ES256'],
  };
}
