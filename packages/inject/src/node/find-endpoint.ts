import {
  type Clock,
  DrawbridgeError,
  type FetchDocument,
  issuerFault,
  member,
  parseJsonObject,
  quote,
} from '@drawbridge/core';
import {
  type ClientAuthentication,
  discoverEndpoint,
  type FetchToken,
  type TokenEndpoint,
} from '@drawbridge/oauth';
import type { BuiltClient } from './build-client.ts';

const MAX_DISCOVERY_BYTES = 64 * 1024;

/** Whose token endpoint is looked for, and how it is asked. */
export interface FindEndpointOptions {
  /** One of the two at least. */
  readonly issuer?: string | undefined;
  readonly discoveryUrl?: string | undefined;
  readonly client: BuiltClient | undefined;
  readonly fetch: FetchToken;
  readonly fetchDocument: FetchDocument;
  readonly clock: Clock;
}

/**
 * Finds a token endpoint by discovery when it is first needed. What nobody has configured is taken from the document:
 * who its issuer is, and whether the client's secret goes in the header or in the body. What failed is not remembered.
 */
export function findEndpoint(options: FindEndpointOptions): () => Promise<TokenEndpoint> {
  let settled: Promise<() => Promise<TokenEndpoint>> | undefined;
  return async () => {
    settled ??= settle(options).catch((thrown: unknown) => {
      settled = undefined;
      throw thrown;
    });
    return (await settled)();
  };
}

async function settle(options: FindEndpointOptions): Promise<() => Promise<TokenEndpoint>> {
  const { issuer, discoveryUrl, client, fetch, fetchDocument, clock } = options;
  const found =
    issuer === undefined || client?.isOpen === true
      ? await readDocument(fetchDocument, discoveryUrl ?? documentUrlOf(issuer ?? ''))
      : undefined;
  const known = issuer ?? found?.issuer ?? '';
  const authentication =
    client?.isOpen === true && found?.wantsSecretInBody === true
      ? inBody(client.authentication)
      : client?.authentication;
  return discoverEndpoint('token_endpoint', {
    issuer: known,
    fetch,
    fetchDocument,
    clock,
    ...(discoveryUrl !== undefined && { discoveryUrl }),
    ...(authentication !== undefined && { client: authentication }),
  });
}

interface Found {
  readonly issuer: string;
  readonly wantsSecretInBody: boolean;
}

async function readDocument(fetchDocument: FetchDocument, url: string): Promise<Found> {
  const { status, body } = await fetchDocument(url, {
    accept: 'application/json',
    maxBytes: MAX_DISCOVERY_BYTES,
  });
  if (status !== 200) throw invalid(`${url} answered with HTTP status ${status}`);
  const document = parseJsonObject(body);
  if (document === undefined) throw invalid(`${url} is not a JSON object`);
  const issuer = member(document, 'issuer');
  if (typeof issuer !== 'string' || issuerFault(issuer) !== undefined) {
    throw invalid(`${url} names ${quote(issuer)} as its issuer, which is none`);
  }
  // OpenID Connect Discovery 1.0 section 3: without the list, it is client_secret_basic.
  const methods = member(document, 'token_endpoint_auth_methods_supported');
  const takes = (method: string) => Array.isArray(methods) && methods.includes(method);
  return {
    issuer,
    wantsSecretInBody: takes('client_secret_post') && !takes('client_secret_basic'),
  };
}

function inBody(client: ClientAuthentication): ClientAuthentication {
  return client.method === 'client_secret_basic'
    ? { ...client, method: 'client_secret_post' }
    : client;
}

function documentUrlOf(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

function invalid(detail: string): DrawbridgeError {
  return new DrawbridgeError('upstream_invalid', {
    detail,
    hint: 'Check the issuer. Its discovery document is below it, as in https://issuer.example/.well-known/openid-configuration; where yours has it elsewhere, give discoveryUrl.',
  });
}
