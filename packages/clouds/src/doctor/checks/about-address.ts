import { parseUrl, quote } from '@drawbridge/core';
import { failed, type Outcome, passed, unknown } from '../outcome.ts';
import { isByProxy } from '../measure/is-by-proxy.ts';
import { isPrivateAddress } from '../measure/private-address.ts';
import { standsFor } from '../measure/stands-for.ts';
import type { Scene } from '../scene.ts';

/** The issuer's scheme is https. */
export function isHttps({ seen: { issuer } }: Scene): Outcome {
  return parseUrl(issuer)?.protocol === 'https:'
    ? passed('https')
    : failed(`the issuer is ${quote(issuer)}`, 'Serve the issuer by https, and have iss say so.');
}

/** The issuer has no query and no fragment, and nobody's name. */
export function isPlainUrl({ seen: { issuer } }: Scene): Outcome {
  const url = parseUrl(issuer);
  const odd =
    url === undefined || url.username !== '' || url.password !== '' || /[?#]/.test(issuer);
  return odd
    ? failed(
        `the issuer is ${quote(issuer)}`,
        'Give the issuer an address with a host and a path alone.',
      )
    : passed('a host and a path alone');
}

/** The issuer names no port. */
export function hasNoPort({ seen: { issuer } }: Scene): Outcome {
  return /^https?:\/\/[^/?#]*:\d+(?:[/?#]|$)/i.test(issuer)
    ? failed(
        `the issuer ${quote(issuer)} has a port`,
        'Serve the issuer on port 443, and leave it out of iss.',
      )
    : passed('no port');
}

/** The issuer has no more characters than a limit. */
export function issuerLength(limit: number): (scene: Scene) => Outcome {
  return ({ seen: { issuer } }) =>
    issuer.length <= limit
      ? passed(`${issuer.length} characters`)
      : failed(`the issuer has ${issuer.length} characters`, 'Give the issuer a shorter address.');
}

/** The issuer's name stands for addresses that are reached from the internet. */
export function isPublic({ seen }: Scene): Outcome {
  const { issuer, addresses, discovery } = seen;
  const host = parseUrl(issuer)?.hostname ?? issuer;
  if (discovery.isUnasked === true) {
    return unknown(`nobody was asked: ${discovery.fault}`, 'Correct the address first.');
  }
  if (isByProxy(seen)) {
    return unknown(
      `${host} is looked up by the proxy that is between, and was reached`,
      'Whether the internet reaches it is to be asked from outside: run this command on another network, too.',
    );
  }
  if (addresses.length === 0) {
    return failed(
      `the name ${host} has no address here`,
      'Is the name right, and its DNS record public? A new record may take some minutes.',
    );
  }
  const hidden = addresses.filter(isPrivateAddress);
  if (hidden.length > 0) {
    return failed(
      `${standsFor(host, hidden)}, which the internet does not reach`,
      'Host the two documents where clouds reach them ("drawbridge issuer init" and "publish"), or exchange the tokens under a public issuer.',
    );
  }
  return unknown(
    `${standsFor(host, addresses)}, as this machine resolves it`,
    'Whether the internet sees the same is to be asked from outside: run this command on another network, too.',
  );
}
