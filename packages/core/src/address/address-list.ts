import { isInRange, parseAddressRange } from './address-range.ts';
import { type IpAddress, parseIpAddress } from './ip-address.ts';

/**
 * Makes the question whether an address is in one of several ranges. One of IPv4 that is written as IPv6
 * (`::ffff:192.0.2.1`) is in the ranges of IPv4. What is no address is in none, and nothing is in an empty list.
 *
 * @param ranges - addresses, or ranges of them in CIDR notation
 * @throws {TypeError} for one that is none, or that has every address in it
 */
export function createAddressList(
  ranges: readonly string[],
): (address: string | undefined) => boolean {
  const matches = rangeMatcher(ranges, 'address range');
  // A few proxies send all requests: mostly it is the address of the request before.
  let lastAddress: string | undefined;
  let lastAnswer = false;

  return (address) => {
    if (address === undefined) return false;
    if (address !== lastAddress) {
      const parsed = parseIpAddress(address);
      lastAnswer = parsed !== undefined && matches(parsed);
      lastAddress = address;
    }
    return lastAnswer;
  };
}

/** As {@link createAddressList}, of addresses that are read. @param name - what one of the ranges is, for the message */
export function rangeMatcher(
  texts: readonly string[],
  name: string,
): (address: IpAddress) => boolean {
  const ranges = texts.map((text) => {
    const fault = trustedProxyFault(text);
    if (fault !== undefined) throw new TypeError(`the ${name} ${text} ${fault}`);
    return parseAddressRange(text);
  });
  return (address) => ranges.some((range) => isInRange(address, range));
}

/** Says what is wrong with a trusted proxy, as the rest of a sentence. */
export function trustedProxyFault(text: string): string | undefined {
  try {
    if (parseAddressRange(text).prefix > 0) return undefined;
    return 'has every address in it: anybody could then pose as anybody';
  } catch (thrown) {
    return (thrown as Error).message;
  }
}
