import type { Call } from '../call/call.ts';
import { headerValues } from '../call/header.ts';
import { rangeMatcher } from './address-list.ts';
import { type ForwardedHeader, forwardedFor } from './forwarded.ts';
import { isIpv4, parseIpAddress, showIpAddress } from './ip-address.ts';

/** Whose word on their callers' addresses counts. */
export interface TrustedProxies {
  /** Addresses, or ranges of them in CIDR notation. */
  readonly proxies: readonly string[];
  /** The one field that these proxies write; another may be their caller's invention. Default: `x-forwarded-for`. */
  readonly header?: ForwardedHeader | undefined;
}

/** The IP address of who calls, in its one spelling; `undefined` when the carrier does not say. */
export type CallerAddress = (call: Call) => string | undefined;

/**
 * Makes {@link CallerAddress}. From the connection's end the way is walked back for as long as a trusted proxy tells
 * of the hop before it; the first that is none is the caller. Where a proxy tells nothing that can be read as an
 * address, it is the caller itself: nobody further away is known.
 *
 * @throws {TypeError} for a proxy that is no address or range, or a range that has everybody in it
 */
export function createCallerAddress({
  proxies,
  header = 'x-forwarded-for',
}: TrustedProxies = NOBODY): CallerAddress {
  const isTrusted = rangeMatcher(proxies, 'trusted proxy');

  return (call) => {
    const { address } = call.peer;
    if (proxies.length === 0 && address !== undefined && isIpv4(address)) return address;
    let hop = address === undefined ? undefined : parseIpAddress(address);
    if (hop === undefined) return address;
    if (isTrusted(hop)) {
      for (const text of forwardedFor(header, headerValues(call, header))) {
        const before = text === undefined ? undefined : parseIpAddress(text);
        if (before === undefined) break;
        hop = before;
        if (!isTrusted(hop)) break;
      }
    }
    return showIpAddress(hop);
  };
}

const NOBODY: TrustedProxies = { proxies: [] };
