import { usage } from '../keys/key-options.ts';

/** Of the DNS: a label that is no number, and what may come behind it. */
const NAME = /^[a-z](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d.-]+)?:\d+$/;

/**
 * That an address is that of a service in a cluster, by its name: an Ingress leads nowhere else.
 *
 * @param address - `HOST:PORT`
 * @throws {DrawbridgeError} `usage_invalid`
 */
export function requireService(address: string, option: string): void {
  if (NAME.test(address) && !address.startsWith('localhost:')) return;
  throw usage(
    `ingress-nginx reaches services by their names, and ${address} is none`,
    `Give ${option} as SERVICE.NAMESPACE.svc:PORT, such as drawbridge.auth.svc:9090.`,
  );
}
