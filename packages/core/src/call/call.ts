/** One header field as it was received or will be sent. */
export type HeaderField = readonly [name: string, value: string];

/** Who is at the other end of the connection. */
export interface Peer {
  /** IP address as text; `undefined` when the carrier does not say. */
  readonly address: string | undefined;
  /** The certificate whose key the peer proved to hold, on a mutual TLS connection. */
  readonly certificate?: PeerCertificate;
}

/** A certificate that a peer presented. */
export interface PeerCertificate {
  readonly der: Uint8Array;
  /** The DNS names that it is for; empty unless an authority that we trust says so. */
  readonly dnsNames: readonly string[];
  /** The URIs that it is for, such as a SPIFFE ID; empty unless an authority that we trust says so. */
  readonly uris: readonly string[];
}

/**
 * One HTTP request as it came. Nothing is resolved, joined or normalised, because
 * a security service must judge what was really sent.
 */
export interface Call {
  /** Case-sensitive, as sent (RFC 9110 section 9.1). */
  readonly method: string;
  /**
   * The request-target, undecoded (RFC 9112 section 3.2). One in absolute-form is shown in origin-form: its authority
   * is that of the Host field.
   */
  readonly target: string;
  /** In the order of arrival, repeated fields apart. */
  readonly headers: readonly HeaderField[];
  /** `null` when the request has no content. */
  readonly body: AsyncIterable<Uint8Array> | null;
  readonly peer: Peer;
  /** Fires when the caller has gone away. */
  readonly signal: AbortSignal;
}

/** One HTTP response as it will be sent. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly HeaderField[];
  readonly body: string | Uint8Array | null;
}

/** A part of Drawbridge, ready to serve. */
export interface Service {
  /** Answers a call. It never rejects: every fault is a reply. */
  handle(call: Call): Promise<Reply>;
  /** Lets go of timers and connections. Calls under way are still answered. */
  close(): Promise<void>;
}
