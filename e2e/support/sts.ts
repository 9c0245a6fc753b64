import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { serveHere } from './serve-here.ts';
import type { Stage } from './stage.ts';

// As much of AWS's STS as a CI job meets: the action AssumeRoleWithWebIdentity of the API of
// 2011-06-15. Parameters, their limits and the members of the response are those of the API
// reference and of the SDKs' documentation of AssumeRoleWithWebIdentityResponse, as of 2026-11-26.

/** An OpenID provider that an account trusts. */
export interface TrustedProvider {
  /** Compared with `iss` as a string. */
  readonly url: string;
  readonly clientId: string;
}

/** Starts it; what it answers is decided by the documents that the provider publishes. */
export async function startSts(stage: Stage, trusted: TrustedProvider): Promise<string> {
  const server = createServer((request, response) => {
    void answer(request.method, text(request), trusted).then(([status, body]) =>
      response.writeHead(status, { 'content-type': 'text/xml' }).end(body),
    );
  });
  return serveHere(stage, server);
}

type Answer = readonly [status: number, body: string];

async function answer(
  method: string | undefined,
  body: Promise<string>,
  trusted: TrustedProvider,
): Promise<Answer> {
  const form = new URLSearchParams(await body);
  const value = (name: string) => form.get(name) ?? '';
  if (method !== 'POST' || value('Action') !== 'AssumeRoleWithWebIdentity') {
    return refuse(400, 'InvalidAction', 'there is no such action here');
  }
  const session = value('RoleSessionName');
  const [, account, role] =
    /^arn:aws:iam::(\d{12}):role\/([\w+=,.@-]+)$/.exec(value('RoleArn')) ?? [];
  if (account === undefined || !/^[\w+=,.@-]{2,64}$/.test(session)) {
    return refuse(400, 'ValidationError', 'RoleArn or RoleSessionName has a wrong form');
  }
  try {
    const claims = await judge(value('WebIdentityToken'), trusted);
    return [200, success(claims, `arn:aws:sts::${account}:assumed-role/${role}/${session}`)];
  } catch (thrown) {
    return refuse(400, 'InvalidIdentityToken', (thrown as Error).message);
  }
}

/** Finds the keys by discovery, as AWS does. */
async function judge(token: string, { url, clientId }: TrustedProvider): Promise<JWTPayload> {
  // What reads a token from a file takes the file as it is.
  if (/\s/.test(token)) throw new Error('the token has white space in it');
  const discovery = await fetch(`${url}/.well-known/openid-configuration`);
  const { issuer, jwks_uri: keys } = (await discovery.json()) as Record<string, string>;
  if (issuer !== url || keys === undefined) throw new Error('no OpenID provider is there');
  const expected = { issuer: url, audience: clientId, requiredClaims: ['sub', 'iat', 'exp'] };
  return (await jwtVerify(token, createRemoteJWKSet(new URL(keys)), expected)).payload;
}

function success({ sub, aud, iss }: JWTPayload, arn: string): string {
  return `<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <AssumeRoleWithWebIdentityResult>
    <SubjectFromWebIdentityToken>${sub}</SubjectFromWebIdentityToken>
    <Audience>${String(aud)}</Audience>
    <AssumedRoleUser><Arn>${arn}</Arn></AssumedRoleUser>
    <Provider>${iss}</Provider>
  </AssumeRoleWithWebIdentityResult>
</AssumeRoleWithWebIdentityResponse>
`;
}

function refuse(status: number, code: string, message: string): Answer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return [status, `<ErrorResponse>${error}</ErrorResponse>\n`];
}
