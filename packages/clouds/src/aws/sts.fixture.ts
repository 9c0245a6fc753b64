import { encodeBase64Url, encodeUtf8, type RetryPolicy } from '@drawbridge/core';
import { createTestClock } from '@drawbridge/testing';
import type { CloudFetch, CloudRequest } from './ask-sts.ts';
import { parseRoleArn } from './role-arn.ts';
import { stsEndpoint } from './sts-endpoint.ts';

const part = (value: object) => encodeBase64Url(encodeUtf8(JSON.stringify(value)));

export const CLAIMS = {
  iss: 'https://oidc.example.com/team',
  sub: 'repo:acme/app',
  aud: 'sts.amazonaws.com',
  exp: 1_767_225_600,
};
export const TOKEN = `${part({ alg: 'RS256', kid: '1' })}.${part(CLAIMS)}.${'c2ln'.repeat(20)}`;
export const ROLE = parseRoleArn('arn:aws:iam::123456789012:role/deploy');
export const ENDPOINT = stsEndpoint({ role: ROLE, region: 'eu-central-1' });

/** The answer of the STS API reference's example, with every member that there may be. */
export const ANSWER = `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult>
    <SubjectFromWebIdentityToken>repo:acme/app</SubjectFromWebIdentityToken>
    <Audience>sts.amazonaws.com</Audience>
    <AssumedRoleUser>
      <Arn>arn:aws:sts::123456789012:assumed-role/deploy/ann</Arn>
      <AssumedRoleId>AROACLKWSDQRAOEXAMPLE:ann</AssumedRoleId>
    </AssumedRoleUser>
    <Credentials>
      <SessionToken>AQoDYXdzEE0a8ANXXXXXXXXNO1ewxE5TijQyp+IEXAMPLE==</SessionToken>
      <SecretAccessKey>wJalrXUtnFEMI/K7MDENG/bPxRfiCYzEXAMPLEKEY</SecretAccessKey>
      <Expiration>2026-01-01T01:00:00Z</Expiration>
      <AccessKeyId>ASgeIAIOSFODNN7EXAMPLE</AccessKeyId>
    </Credentials>
    <SourceIdentity>ann</SourceIdentity>
    <PackedPolicySize>6</PackedPolicySize>
    <Provider>arn:aws:iam::123456789012:oidc-provider/oidc.example.com/team</Provider>
  </AssumeRoleWithWebIdentityResult>
  <ResponseMetadata><RequestId>ad4156e9-bce1-11e2-82e6-6b6efEXAMPLE</RequestId></ResponseMetadata>
</AssumeRoleWithWebIdentityResponse>`;

/** An error as AWS answers it. */
export function errorXml(code: string, message: string): string {
  return `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
}

export function xml(body: string, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers: { 'content-type': 'text/xml', ...headers } });
}

/** What STS was asked, and what it answers: the last one again and again. */
export function scripted(...answers: readonly (() => Response)[]) {
  const requests: { url: string; request: CloudRequest }[] = [];
  const waits: number[] = [];
  const clock = createTestClock();
  const fetch: CloudFetch = async (url, request) => {
    requests.push({ url, request });
    const answer = answers[Math.min(requests.length, answers.length) - 1];
    if (answer === undefined) throw new Error('there is no answer');
    return answer();
  };
  const retry: RetryPolicy = {
    clock,
    random: () => 0,
    async sleep(milliseconds) {
      waits.push(milliseconds);
      clock.advance(milliseconds / 1000);
    },
  };
  return { requests, waits, fetch, retry, clock };
}
