import { providerUrlFault } from '@drawbridge/clouds/aws';
import { type JsonObject, quote } from '@drawbridge/core';
import { check, type Check } from './check.ts';

/** IAM API reference, CreateOpenIDConnectProvider: the length of a client id. */
const LONGEST_AUDIENCE = 255;

/** What AWS is to trust, and what a token of it says, where there is one. */
export interface CheckedTrust {
  readonly issuer: string;
  readonly clientId: string | undefined;
  /** Of the newest ID token. */
  readonly claims: JsonObject | undefined;
}

/** Judges an issuer and an audience by AWS's rules. */
export function checkAws({ issuer, clientId, claims }: CheckedTrust): readonly Check[] {
  const fault = providerUrlFault(issuer);
  const checks = [
    check('aws-issuer', fault === undefined ? 'passed' : 'failed', {
      seen: fault === undefined ? issuer : `${issuer} ${fault}`,
      wanted: 'https, without a port, query or fragment, and at most 255 characters',
      fix: 'Have the provider use another issuer, or put an exchange before AWS: drawbridge serve exchange.',
    }),
  ];
  if (claims === undefined) {
    const isLong = clientId !== undefined && clientId.length > LONGEST_AUDIENCE;
    const words = {
      seen: clientId === undefined ? 'no client yet' : `the client ${clientId}`,
      wanted: `the client's id among the audiences of AWS's provider, at most ${LONGEST_AUDIENCE} characters`,
      fix: 'Register a client with a shorter id.',
    };
    return [...checks, check('aws-audience', isLong ? 'failed' : 'passed', words)];
  }
  const { iss, aud, azp } = claims;
  // IAM user guide, "Available keys for AWS OIDC federation": azp, where there is one, is the value of the key aud.
  const all: readonly unknown[] = Array.isArray(aud) ? (aud as readonly unknown[]) : [aud];
  const audience = azp ?? (all.length === 1 ? all[0] : aud);
  const isOne = typeof audience === 'string' && audience.length <= LONGEST_AUDIENCE;
  return [
    ...checks,
    check('aws-audience', isOne && audience === (clientId ?? audience) ? 'passed' : 'failed', {
      seen: `${quote(audience)} in the ID token (${azp === undefined ? 'aud' : 'azp'})`,
      wanted: `${clientId === undefined ? 'one audience' : quote(clientId)}, as AWS's provider has it among its audiences`,
      fix: 'Have the provider put the client alone into aud, or name it in azp.',
    }),
    check('aws-iss', iss === issuer ? 'passed' : 'failed', {
      seen: `${quote(iss)} in the ID token`,
      wanted: `${issuer}, letter by letter, as AWS's provider has it`,
      fix: 'Have AWS trust the issuer that tokens name: drawbridge aws trust --issuer.',
    }),
  ];
}
