import { isPubliclyTrusted } from '../../../doctor/checks/about-tls.ts';
import { type Outcome, passed, unknown } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';
import type { AwsTrust } from '../aws-trust.ts';

/** What no authority makes good. */
const INVALID: readonly (string | undefined)[] = [
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
];

/** The certificate is for the name and in time, whoever signed it. */
export function isValid(scene: Scene): Outcome {
  const { tls } = scene.seen;
  const outcome = isPubliclyTrusted(scene);
  const isItself = tls === undefined || tls.fault === undefined || INVALID.includes(tls.fault);
  if (isItself && !(outcome.state === 'unknown' && tls !== undefined)) return outcome;
  return passed('a certificate for this name, and in time');
}

/** A public authority signed the certificate. Where none did, thumbprints may stand in for it. */
export function isOfAuthority(scene: Scene): Outcome {
  if (!INVALID.includes(scene.seen.tls?.fault)) return isPubliclyTrusted(scene);
  return unknown(
    'who signed the certificate does not count while it is not valid',
    'Renew it, or correct its name.',
  );
}

const COMPARE =
  'Compare them: "drawbridge aws thumbprint HOST" prints the one to have, and aws iam get-open-id-connect-provider those that are there. There may be five, of 40 hexadecimal digits each; where a provider is made without any, IAM gets one itself.';

/** Thumbprints count only for want of a public authority, in China for more issuers than elsewhere. */
export function needsNoThumbprint(scene: Scene<AwsTrust>): Outcome {
  if (isOfAuthority(scene).state !== 'passed') {
    return unknown(
      'no known authority was seen to have signed the certificate, so the thumbprints of the provider may count',
      COMPARE,
    );
  }
  const told = 'a known authority signed the certificate: thumbprints do not count';
  const arn = scene.trust?.role?.arn;
  if (arn?.startsWith('arn:aws-cn:')) {
    return unknown(
      'the role is in China, where thumbprints may count although a known authority signed the certificate',
      COMPARE,
    );
  }
  return passed(arn === undefined ? `${told}, unless the role is in China` : told);
}
