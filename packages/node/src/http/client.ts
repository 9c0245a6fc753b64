import type { FetchDocument } from '@drawbridge/core';
import { certificatesFault } from '../certificates/certificates-fault.ts';
import { serverTlsFault } from '../certificates/server-tls-fault.ts';
import { type AgentOptions, createLazyAgent, type LazyAgent } from './agent.ts';
import { type CloudFetch, createCloudFetch } from './cloud-fetch.ts';
import { fetchDocumentBy } from './fetch-document.ts';
import { hostOf, isThisMachine } from './proxy/host-of.ts';
import { createNoProxy } from './proxy/no-proxy.ts';
import type { Proxy } from './proxy/proxy.ts';
import { createRemote, type Remote, type RemoteOptions } from './remote.ts';
import { requireHeaders } from './request-headers.ts';
import { createTokenFetch, type TokenFetch } from './token-fetch.ts';
import type { ClientCertificate } from './trust.ts';

/** Limits of outbound requests, and the way they go. */
export interface HttpClientOptions {
  /** Milliseconds that one document may take, from the first packet to the last byte. Default: 10,000. */
  readonly timeout?: number;
  /** The proxy that requests go through. Default: none. */
  readonly proxy?: Proxy;
  /** Hosts that are reached without the proxy, as entries of NO_PROXY. This machine always is. */
  readonly noProxy?: readonly string[];
  /** PEM certificates of authorities to trust beside the system's and Node's, for the proxy too. */
  readonly ca?: string;
}

/** How the documents of one upstream are fetched. */
export interface DocumentOptions {
  /** PEM certificates of the authorities to trust, in place of the system's, Node's and the client's. */
  readonly ca?: string;
  /**
   * Extra request headers; they may replace `accept` and `user-agent`. Names are
   * case-insensitive. They are sent to the origin of the first document that is asked for (the
   * discovery document, or a configured JWKS) and to no other, whatever a document names.
   */
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds that one document may take. Default: the client's. */
  readonly timeout?: number;
  /** Where a person names the file of `ca`, for hints. Default: `caFile of the upstream`. */
  readonly caSetting?: string;
}

/** How a token endpoint is asked. */
export interface TokenFetchOptions {
  /** PEM certificates of the authorities to trust, in place of the system's, Node's and the client's. */
  readonly ca?: string;
  /** Is shown to an endpoint that asks for it: the client's proof of RFC 8705. Default: nothing is shown. */
  readonly certificate?: ClientCertificate;
  /** Milliseconds that one request may take. Default: the client's. */
  readonly timeout?: number;
  /** Where a person names the file of `ca`, for hints. Default: `caFile of the token endpoint`. */
  readonly caSetting?: string;
}

/** The one way out: every outbound request of every part goes through a client like this. */
export interface HttpClient {
  readonly fetchDocument: FetchDocument;
  /**
   * A way out for one upstream, with what it alone needs. It ends with the client.
   *
   * @throws {TypeError} when `ca` holds no certificate, a header is not allowed (it is named,
   *   its value is not), the time is none, or the client is closed
   */
  documents(options?: DocumentOptions): FetchDocument;
  /**
   * A way out to token endpoints, as a `fetch` for them. It ends with the client.
   *
   * @throws {TypeError} when `ca` holds no certificate, `certificate` is no pair, the time is none, or the client is closed
   */
  tokens(options?: TokenFetchOptions): TokenFetch;
  /**
   * A way out to clouds. It ends with the client.
   *
   * @throws {TypeError} when `ca` holds no certificate, the time is none, or the client is closed
   */
  cloud(options?: Omit<TokenFetchOptions, 'certificate'>): CloudFetch;
  /**
   * A way out for calls that are carried on to remote services. It ends with the client.
   *
   * @throws {TypeError} when `ca` holds no certificate, `certificate` is no pair, a limit is none, or the client is closed
   */
  remote(options?: RemoteOptions): Remote;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** In what agents of one client differ. */
type OwnWay = Pick<AgentOptions, 'timeout' | 'ca' | 'certificate'>;

/** The longest time that a timer of Node can be set to, in milliseconds. */
const MAX_TIMEOUT = 2 ** 31 - 1;

/**
 * Makes an HTTP client with agents of its own.
 *
 * @throws {TypeError} when `ca` holds no certificate, or the time is none
 */
export function createHttpClient(options: HttpClientOptions = {}): HttpClient {
  const timeout = requireTimeout(options.timeout ?? 10_000);
  // An agent is one set of connections, so all that go out by it have one trust, one certificate and one time-out.
  const agents = new Map<string, LazyAgent>();
  const remotes = new Set<Remote>();
  let closed = false;
  const { proxy, ca: extraCa } = options;
  requireCertificates(extraCa);
  const isExcepted = createNoProxy(options.noProxy ?? []);
  const way = {
    ...(extraCa !== undefined && { extraCa }),
    ...(proxy !== undefined && { proxy }),
    isDirect(url: URL) {
      const host = hostOf(url);
      return isThisMachine(host) || isExcepted(host);
    },
  };

  function agentFor(own: OwnWay): LazyAgent {
    if (closed) throw new TypeError('the HTTP client is closed');
    requireTimeout(own.timeout);
    requireCertificates(own.ca);
    requirePair(own.certificate);
    const name = JSON.stringify([
      own.timeout,
      own.ca,
      own.certificate?.certificate,
      own.certificate?.key,
    ]);
    const known = agents.get(name);
    if (known !== undefined) return known;
    const agent = createLazyAgent({ ...way, ...own });
    agents.set(name, agent);
    return agent;
  }

  function documents(given: DocumentOptions = {}) {
    const { ca, headers = {}, timeout: own = timeout, caSetting } = given;
    const agent = agentFor({ timeout: own, ...(ca !== undefined && { ca }) });
    return fetchDocumentBy({
      agent,
      timeout: own,
      headers: requireHeaders(headers),
      caSetting: caSetting ?? 'caFile of the upstream',
    });
  }

  function tokens(given: TokenFetchOptions = {}): TokenFetch {
    const { ca, certificate, timeout: own = timeout, caSetting } = given;
    const agent = agentFor({
      timeout: own,
      ...(ca !== undefined && { ca }),
      ...(certificate !== undefined && { certificate }),
    });
    const setting = caSetting ?? 'caFile of the token endpoint';
    return createTokenFetch({ agent, timeout: own, caSetting: setting });
  }

  function cloud(given: Omit<TokenFetchOptions, 'certificate'> = {}): CloudFetch {
    const { ca, timeout: own = timeout, caSetting = 'caFile of the cloud' } = given;
    const agent = agentFor({ timeout: own, ...(ca !== undefined && { ca }) });
    return createCloudFetch({ agent, timeout: own, caSetting });
  }

  function remote(own: RemoteOptions = {}): Remote {
    if (closed) throw new TypeError('the HTTP client is closed');
    requireCertificates(own.ca);
    requirePair(own.certificate);
    for (const limit of Object.values(own.limits ?? {})) requireTimeout(limit);
    const made = createRemote({ ...way, ...own });
    const owned: Remote = {
      ...made,
      close() {
        remotes.delete(owned);
        return made.close();
      },
    };
    remotes.add(owned);
    return owned;
  }

  return {
    fetchDocument: documents(),
    documents,
    tokens,
    cloud,
    remote,
    async close() {
      closed = true;
      await Promise.all([...agents.values(), ...remotes].map((owned) => owned.close()));
    },
  };
}

function requireTimeout(timeout: number): number {
  if (Number.isSafeInteger(timeout) && timeout > 0 && timeout <= MAX_TIMEOUT) return timeout;
  throw new TypeError('timeout is not a whole number of milliseconds');
}

function requireCertificates(ca: string | undefined): void {
  const fault = ca === undefined ? undefined : certificatesFault(ca);
  if (fault !== undefined) throw new TypeError(`ca ${fault}`);
}

function requirePair(given: ClientCertificate | undefined): void {
  const fault = given === undefined ? undefined : serverTlsFault(given);
  if (fault !== undefined) throw new TypeError(`the certificate of the client ${fault}`);
}
