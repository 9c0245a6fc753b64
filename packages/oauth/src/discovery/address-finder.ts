import {
  type Clock,
  discoverAddress,
  type DiscoveredAddress,
  documentUrlFault,
  DrawbridgeError,
  type FetchDocument,
  isForbiddenHost,
  issuerFault,
  requireObject,
  requireSurroundings,
  systemClock,
} from '@drawbridge/core';
import { requireFunction, requireString } from '../check-options.ts';

/** Seconds after which a discovered address is looked up again: issuers move. */
const MAX_AGE = 600;

/** What to write. */
const EXAMPLE = "{ name: 'token_endpoint', issuer: 'https://…', fetchDocument }";

/** Which address is looked for, and how. */
export interface AddressFinderOptions {
  readonly name: DiscoveredAddress;
  readonly issuer: string;
  /** Where the discovery document is, if not at the issuer's own address. */
  readonly discoveryUrl?: string | undefined;
  readonly fetchDocument: FetchDocument;
  /** Whether an address for clients that show a certificate goes before (RFC 8705 section 5). Default: false. */
  readonly isMutual?: boolean;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** Where an endpoint of an issuer is. */
export interface AddressFinder {
  /** @throws {DrawbridgeError} `upstream_unreachable`, `upstream_timeout` or `upstream_invalid` */
  find(): Promise<string>;
  /** To be told when nothing of the kind was there. */
  forget(): void;
}

/**
 * Finds an endpoint by discovery: when it is first needed, once for all who need it at a time, and anew after ten
 * minutes. What failed is not remembered.
 *
 * @throws {TypeError} for options that cannot be meant
 */
export function createAddressFinder(options: AddressFinderOptions): AddressFinder {
  requireObject(options, 'what createAddressFinder is given', EXAMPLE);
  requireAddresses(options);
  const { name, issuer, discoveryUrl, fetchDocument, isMutual, clock = systemClock } = options;
  let found: { readonly address: Promise<string>; readonly until: number } | undefined;

  async function discover(): Promise<string> {
    const address = await discoverAddress(name, issuer, fetchDocument, discoveryUrl, isMutual);
    if (!isForbiddenHost(new URL(address))) return address;
    throw new DrawbridgeError('upstream_invalid', {
      detail: `${address} is not asked: it stands for a link-local or cloud metadata address`,
      hint: 'Ask whoever runs the issuer why its discovery document names it.',
    });
  }

  function look(until: number): Promise<string> {
    const looked = {
      until,
      address: discover().catch((thrown: unknown) => {
        if (found === looked) found = undefined;
        throw thrown;
      }),
    };
    found = looked;
    return looked.address;
  }

  return {
    async find() {
      const now = clock.monotonic();
      if (found === undefined || now >= found.until) return look(now + MAX_AGE * 1000);
      return found.address;
    },
    forget() {
      found = undefined;
    },
  };
}

const NAMES: readonly unknown[] = [
  'jwks_uri',
  'token_endpoint',
  'introspection_endpoint',
  'revocation_endpoint',
] satisfies readonly DiscoveredAddress[];

function requireAddresses(options: AddressFinderOptions): void {
  const { name, issuer, discoveryUrl, fetchDocument, clock } = options;
  if (!NAMES.includes(name)) throw new TypeError(`name must be one of ${NAMES.join(', ')}`);
  requireString(issuer, 'issuer', 'the issuer as its discovery document names it');
  refuse('issuer', issuerFault(issuer));
  if (discoveryUrl !== undefined) {
    requireString(discoveryUrl, 'discoveryUrl', 'the address of the discovery document');
    refuse('discoveryUrl', documentUrlFault(discoveryUrl));
  }
  requireFunction(fetchDocument, 'fetchDocument', 'such as createFetchDocument() makes');
  requireSurroundings({ clock });
}

function refuse(option: string, fault: string | undefined): void {
  if (fault !== undefined) throw new TypeError(`${option} ${fault}`);
}
