import { DrawbridgeError } from '@drawbridge/core';

/** What an issuer serves. */
export type SiteName = 'discovery' | 'jwks' | 'token' | 'introspection';

/** How often an issuer was asked for what. */
export interface RequestCounts {
  readonly discovery: number;
  readonly jwks: number;
  readonly token: number;
  readonly introspection: number;
  /** Requests to other addresses: a verifier should make none. */
  readonly elsewhere: number;
}

/** What stands in for an answer. The body is sent as it is; a value that is no string or bytes as JSON. */
export interface CannedAnswer {
  /** HTTP status. Default: 200. */
  readonly status?: number;
  readonly body?: unknown;
  /** Over the web alone. Default: `content-type: application/json`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** How an issuer is made to fail. */
export interface TestFaults {
  readonly requests: RequestCounts;
  /** From now on every request fails: with `upstream_unreachable`, and over the web as a connection that breaks. */
  goDown(): void;
  /** Ends {@link goDown}. */
  comeUp(): void;
  /** From now on requests wait. @returns lets them, and all later ones, go on */
  hold(): () => void;
  /** Answers with this instead; `undefined` brings the real answer back. */
  answer(site: SiteName, canned: CannedAnswer | undefined): void;
}

/** Every request passes here. */
export interface FaultGate {
  readonly faults: TestFaults;
  /**
   * Counts a request, and lets it wait.
   *
   * @returns what stands in for the answer, if anything does
   * @throws {DrawbridgeError} `upstream_unreachable`
   */
  pass(site: SiteName | undefined, url: string): Promise<CannedAnswer | undefined>;
}

/** Makes the gate of one issuer. */
export function createFaultGate(): FaultGate {
  const requests = { discovery: 0, jwks: 0, token: 0, introspection: 0, elsewhere: 0 };
  const canned = new Map<SiteName, CannedAnswer>();
  let down = false;
  let gate: Promise<void> | undefined;

  return {
    faults: {
      requests,
      goDown() {
        down = true;
      },
      comeUp() {
        down = false;
      },
      hold() {
        let release = () => {};
        gate = new Promise((resolve) => {
          release = resolve;
        });
        return () => {
          gate = undefined;
          release();
        };
      },
      answer(site, answer) {
        if (answer === undefined) canned.delete(site);
        else canned.set(site, answer);
      },
    },
    async pass(site, url) {
      requests[site ?? 'elsewhere']++;
      await gate;
      if (down || site === undefined) {
        throw new DrawbridgeError('upstream_unreachable', { detail: `${url} cannot be reached` });
      }
      return canned.get(site);
    },
  };
}

const encoder = new TextEncoder();

/** The bytes of a body: of a value that is no string or bytes, as JSON. */
export function toBytes(body: unknown): Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return encoder.encode(typeof body === 'string' ? body : JSON.stringify(body));
}
