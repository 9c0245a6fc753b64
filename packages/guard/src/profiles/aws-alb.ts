import type { HeaderProfile } from '../header-profile.ts';

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
