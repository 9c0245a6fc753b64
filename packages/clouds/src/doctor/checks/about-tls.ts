import { certificateFault } from '../measure/certificate-fault.ts';
import { tlsOf } from '../measure/tls-of.ts';
import { failed, type Outcome, passed, unknown, unread } from '../outcome.ts';
import type { Scene } from '../scene.ts';

/** Days before its end from which a certificate that is still there is worth a word. */
const SOON = 14;
const DAY = 86_400;

/** The certificate of the issuer is for its name, in time, and of an authority that is known here. */
export function isTrusted({ seen, hasOwnCa = false }: Pick<Scene, 'seen' | 'hasOwnCa'>): Outcome {
  const tls = tlsOf(seen);
  if (tls === undefined) return noCertificate(seen);
  const fault = certificateFault(tls);
  if (fault !== undefined) {
    return fault.kind === 'authority' && hasOwnCa
      ? failed(
          fault.seen,
          'Is that of --ca the right authority? Its own certificate must be in it.',
        )
      : failed(fault.seen, fault.fix);
  }
  const by = tls.chain[0]?.issuer;
  return passed(by ? `a certificate of ${by}` : 'a certificate that is trusted');
}

/** Why no certificate was seen. */
function noCertificate({ issuer, discovery: { fault } }: Scene['seen']): Outcome {
  if (!issuer.startsWith('https:')) {
    return unknown(
      'there is no certificate: the issuer is plain http',
      'Serve the issuer by https.',
    );
  }
  return fault === undefined
    ? unknown(
        'the certificate was not seen from here: a proxy is between',
        'Look from a machine that reaches the issuer itself.',
      )
    : unread(
        'no certificate was seen: the server was not reached',
        'Correct what keeps it from being reached first.',
      );
}

/** As {@link isTrusted}, for those who trust the public authorities alone. */
export function isPubliclyTrusted(scene: Scene): Outcome {
  const outcome = isTrusted(scene);
  if (outcome.state === 'failed' && isOfUnknown(scene)) {
    return failed(
      outcome.seen,
      scene.hasOwnCa === true
        ? outcome.fix
        : `Use a certificate of a public authority, and send its intermediate certificates too. ${LOOK_PAST}`,
    );
  }
  if (outcome.state !== 'passed' || scene.hasOwnCa !== true) return outcome;
  return unknown(
    `${outcome.seen}, by the authorities of --ca`,
    'Look again without --ca: others do not know these authorities.',
  );
}

/** What shows the rest all the same. */
export const LOOK_PAST = 'To look at the rest, give its authority here: --ca FILE.';

/** Whether the authority of the certificate is all that is against it. */
export function isOfUnknown({ seen }: Pick<Scene, 'seen'>): boolean {
  const tls = tlsOf(seen);
  return tls !== undefined && certificateFault(tls)?.kind === 'authority';
}

/**
 * As {@link isTrusted}, for those who may be told of authorities of their own.
 *
 * @param isTold - whether these were known here when the certificate was judged
 * @param how - where they are told, in sentences
 */
export function isTrustedThere<Trust>(
  isTold: (scene: Scene<Trust>) => boolean,
  how: string,
): (scene: Scene<Trust>) => Outcome {
  return (scene) => {
    const outcome = isTrusted(scene);
    const isOpen = outcome.state === 'failed' && isOfUnknown(scene);
    return isOpen && scene.hasOwnCa !== true && !isTold(scene)
      ? unknown(outcome.seen, how)
      : outcome;
  };
}

/** The certificate lasts two weeks more. */
export function lasts({ seen, now }: Scene): Outcome {
  const { tls } = seen;
  if (tls === undefined || tls.chain.length === 0) {
    return noCertificate(seen);
  }
  const ends = Math.min(...tls.chain.map((certificate) => certificate.ends)) / 1000;
  const days = Math.floor((ends - now) / DAY);
  if (days < 0) return unread('the certificate has ended', 'Renew the certificate.');
  const date = new Date(ends * 1000);
  const on = Number.isNaN(date.getTime()) ? '' : `, on ${date.toISOString().slice(0, 10)}`;
  const when = `in ${days} ${days === 1 ? 'day' : 'days'}${on}`;
  return days >= SOON
    ? passed(`it ends ${when}`)
    : failed(
        `the certificate ends ${when}`,
        'Is its renewal under way? certbot renews a month before the end, ACM two.',
      );
}
