import { DrawbridgeError, type HeaderField } from '@drawbridge/core';
import { domainIn } from '@drawbridge/oauth';

/** For which hosts a cookie must be. */
export interface AudienceOptions {
  /** Of this service; `undefined` where that is not asked. */
  readonly hosts: readonly string[] | undefined;
  /** Whether the request's own counts, too. */
  readonly checkHost: boolean;
}

/**
 * Holds the audience of a cookie, domains with commas between, against the hosts of this service and that of the request.
 *
 * @throws {DrawbridgeError} `audience_mismatch`
 */
export function checkAudience(
  audience: string,
  headers: readonly HeaderField[],
  { hosts, checkHost }: AudienceOptions,
): void {
  const domains = audience.split(',').map((domain) => domain.trim());
  if (hosts !== undefined && hosts.every((host) => domainIn(domains, host) === undefined)) {
    throw mismatch(`the cookie is for no domain that has ${hosts.join(' or ')}`);
  }
  if (!checkHost) return;
  const host = hostOf(headers);
  if (host === undefined) throw mismatch('the request has no Host, or has several');
  if (domainIn(domains, host) === undefined) {
    throw mismatch('the cookie is for no domain that has the Host of the request');
  }
}

/** `:authority` is what HTTP/2 has for it (RFC 9113 section 8.3.1). Both may be there, and are one host then. */
function hostOf(headers: readonly HeaderField[]): string | undefined {
  const hosts = headers.filter(([name]) => HOSTS.includes(name.toLowerCase()));
  const [host] = hosts;
  return hosts.every(([, value]) => value === host?.[1]) ? host?.[1] : undefined;
}

const HOSTS = ['host', ':authority'];

function mismatch(detail: string): DrawbridgeError {
  return new DrawbridgeError('audience_mismatch', {
    detail,
    hint: 'Name this host, or the domain above it, in vouch.domains or vouch.cookie.domain of what writes the cookie.',
  });
}
