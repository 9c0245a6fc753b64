import { failed, type Outcome, passed, unknown } from '../outcome.ts';
import type { Scene } from '../scene.ts';

/** Days before its end from which a certificate that is still there is worth a word. */
const SOON = 14;
const DAY = 86_400;

/** The certificate of the issuer is for its name, in time, and of an authority that is known here. */
export function isTrusted({ seen: { tls, issuer } }: Scene): Outcome {
  if (!issuer.startsWith('https:'))
    return unknown(
      'there is no certificate: the issuer is plain http',
      'Serve the issuer by https.',
    );
  if (tls === undefined) {
    return unknown(
      'the certificate was not seen from here: the server did not answer, or a proxy is between',
      'Look from a machine that reaches the issuer itself.',
    );
  }
  const { fault, chain } = tls;
  if (fault === undefined)
    return passed(
      chain[0]?.issuer ? `a certificate of ${chain[0].issuer}` : 'a certificate that is trusted',
    );
  switch (fault) {
    case 'CERT_HAS_EXPIRED':
      return failed(
        'the certificate, or one that it stands on, has ended',
        'Renew it, and have that done by itself from now on.',
      );
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return failed(
        `the certificate is for ${chain[0]?.subject || 'nobody by name'}, not for this name`,
        'Get a certificate for the name of the issuer, or correct what the name points to.',
      );
    default:
      return failed(
        `no authority that is known has signed the certificate (${fault})`,
        chain.length === 1
          ? 'Send the intermediate certificates too, or use a certificate of a public authority.'
          : 'Use a certificate of a public authority.',
      );
  }
}

/** As {@link isTrusted}, for those who trust the public authorities alone. */
export function isPubliclyTrusted(scene: Scene): Outcome {
  const outcome = isTrusted(scene);
  if (outcome.state !== 'passed' || scene.hasOwnCa !== true) return outcome;
  return unknown(
    `${outcome.seen}, by the authorities of --ca`,
    'Look again without --ca: others do not know these authorities.',
  );
}

/** The certificate lasts two weeks more. */
export function lasts({ seen: { tls }, now }: Scene): Outcome {
  if (tls === undefined || tls.chain.length === 0) {
    return unknown(
      'the certificate was not seen from here',
      'Look from a machine that reaches the issuer itself.',
    );
  }
  const ends = Math.min(...tls.chain.map((certificate) => certificate.ends)) / 1000;
  const days = Math.floor((ends - now) / DAY);
  return days >= SOON
    ? passed(`it lasts ${days} days more`)
    : failed(
        days < 0 ? 'the certificate has ended' : `the certificate ends in ${days} days`,
        'Is its renewal under way? certbot renews a month before the end, ACM two.',
      );
}
