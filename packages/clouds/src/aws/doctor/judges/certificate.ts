import { parseUrl } from '@drawbridge/core';
import {
  isOfUnknown,
  isPubliclyTrusted,
  isTrusted,
  LOOK_PAST,
} from '../../../doctor/checks/about-tls.ts';
import { tlsOf } from '../../../doctor/measure/tls-of.ts';
import { failed, type Outcome, passed, unknown, unread } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import type { AwsTrust } from '../aws-trust.ts';

/** Whether the certificate itself is at fault, whoever signed it. */
function isInvalid(scene: Scene): boolean {
  return tlsOf(scene.seen)?.fault !== undefined && !isOfUnknown(scene);
}

/** The certificate is for the name and in time, whoever signed it. */
export function isValid(scene: Scene): Outcome {
  if (tlsOf(scene.seen) === undefined || isInvalid(scene)) return isTrusted(scene);
  return passed('a certificate for this name, and in time');
}

/** A public authority signed the certificate. Where none did, thumbprints may stand in for it. */
export function isOfAuthority(scene: Scene): Outcome {
  if (isInvalid(scene)) {
    return unread(
      'who signed the certificate does not count while it is not valid',
      'Correct the certificate first.',
    );
  }
  const outcome = isPubliclyTrusted(scene);
  return outcome.state === 'failed'
    ? failed(
        outcome.seen,
        `Use a certificate of a public authority, or have its thumbprint at the provider: ${thumbprintOf(scene)} prints it. ${LOOK_PAST}`,
      )
    : outcome;
}

/** Thumbprints count only for want of a public authority, in China for more issuers than elsewhere. */
export function needsNoThumbprint(scene: Scene<AwsTrust>): Outcome {
  const outcome = isOfAuthority(scene);
  const compare = `Compare them: ${thumbprintOf(scene)} prints the one to have, and aws iam get-open-id-connect-provider those that are there. There may be five, of 40 hexadecimal digits each; where a provider is made without any, IAM gets one itself.`;
  if (outcome.state !== 'passed') {
    return tlsOf(scene.seen) === undefined || isInvalid(scene)
      ? outcome
      : unknown(
          'no public authority was seen to have signed the certificate, so the thumbprints of the provider may count',
          compare,
        );
  }
  const told = 'a known authority signed the certificate: thumbprints do not count';
  const arn = scene.trust?.role?.arn;
  if (arn?.startsWith('arn:aws-cn:')) {
    return unknown(
      'the role is in China, where thumbprints may count although a known authority signed the certificate',
      compare,
    );
  }
  return passed(arn === undefined ? `${told}, unless the role is in China` : told);
}

/** The command that prints the thumbprint of the issuer's host. Somebody may copy it: a URL has hosts that a shell obeys. */
function thumbprintOf({ seen: { issuer } }: Scene): string {
  const host = parseUrl(issuer)?.host ?? '';
  return `"drawbridge aws thumbprint ${/^[\w.:-]{1,255}$/.test(host) ? host : 'HOST'}"`;
}
