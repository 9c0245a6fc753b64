import {
  type Clock,
  DrawbridgeError,
  type FetchDocument,
  toDrawbridgeError,
} from '@drawbridge/core';
import { type AddressFinder, createAddressFinder } from '@drawbridge/oauth';

/** Finds the introspection endpoint by discovery. It throws `introspection_unavailable`. */
export function createEndpointFinder(options: {
  readonly issuer: string;
  readonly openIdConnectUrl: string | undefined;
  readonly fetchDocument: FetchDocument;
  readonly isMutual: boolean;
  readonly clock: Clock;
}): AddressFinder {
  const { openIdConnectUrl: discoveryUrl, ...others } = options;
  const finder = createAddressFinder({ name: 'introspection_endpoint', discoveryUrl, ...others });
  return {
    ...finder,
    find: () =>
      finder.find().catch((thrown: unknown) => {
        throw unknown(options.issuer, toDrawbridgeError(thrown));
      }),
  };
}

function unknown(issuer: string, cause: DrawbridgeError): DrawbridgeError {
  if (cause.code === 'internal') return cause;
  const { retryAfter, hint = '' } = cause;
  return new DrawbridgeError('introspection_unavailable', {
    detail: `the introspection endpoint of ${issuer} is not known: ${cause.message}`,
    hint: `${hint} Give its address as endpoint, if the discovery document does not name it.`.trim(),
    issuer,
    ...(retryAfter !== undefined && { retryAfter }),
    cause,
  });
}
