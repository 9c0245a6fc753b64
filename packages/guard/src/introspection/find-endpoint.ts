import {
  type Clock,
  discoverAddress,
  DrawbridgeError,
  type FetchDocument,
  isForbiddenHost,
  toDrawbridgeError,
} from '@drawbridge/core';

/** Seconds after which a discovered address is looked up again: issuers move. */
const MAX_AGE = 600;

/** Where the introspection endpoint is. */
export interface EndpointFinder {
  /** @throws {DrawbridgeError} `introspection_unavailable` */
  find(): Promise<string>;
  /** To be told when nothing of the kind was there. */
  forget(): void;
}

/** Finds the endpoint by discovery: when it is first needed, once for all who need it at a time. */
export function createEndpointFinder(options: {
  readonly issuer: string;
  readonly openIdConnectUrl: string | undefined;
  readonly fetchDocument: FetchDocument;
  readonly clock: Clock;
}): EndpointFinder {
  const { issuer, openIdConnectUrl, fetchDocument, clock } = options;
  let found: { readonly address: Promise<string>; readonly until: number } | undefined;

  async function discover(): Promise<string> {
    try {
      const address = await discoverAddress(
        'introspection_endpoint',
        issuer,
        fetchDocument,
        openIdConnectUrl,
      );
      if (!isForbiddenHost(new URL(address))) return address;
      throw new DrawbridgeError('upstream_invalid', {
        detail: `${address} is not asked: it stands for a link-local or cloud metadata address`,
      });
    } catch (thrown) {
      found = undefined;
      const cause = toDrawbridgeError(thrown);
      if (cause.code === 'internal') throw cause;
      const { retryAfter } = cause;
      throw new DrawbridgeError('introspection_unavailable', {
        detail: `the introspection endpoint of ${issuer} is not known: ${cause.message}`,
        hint: 'Give its address as endpoint, if the discovery document does not name it.',
        issuer,
        ...(retryAfter !== undefined && { retryAfter }),
        cause,
      });
    }
  }

  return {
    find() {
      const now = clock.monotonic();
      if (found === undefined || now >= found.until) {
        found = { address: discover(), until: now + MAX_AGE * 1000 };
      }
      return found.address;
    },
    forget() {
      found = undefined;
    },
  };
}
