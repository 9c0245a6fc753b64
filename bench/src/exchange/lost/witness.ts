import { decodeToken, member } from '@drawbridge/core';

/** What clients saw, by which it is known that something happened. */
export interface Witness {
  /** The audiences of minted tokens. */
  readonly audiences: ReadonlySet<string>;
  /** The keys that signed them. */
  readonly kids: ReadonlySet<string>;
  /** The serial numbers of certificates. */
  readonly serialNumbers: ReadonlySet<string>;
  /** @throws {DrawbridgeError} when it is no token: then it is no answer */
  token(body: string): void;
  certificate(serialNumber: string): void;
}

export function createWitness(): Witness {
  const audiences = new Set<string>();
  const kids = new Set<string>();
  const serialNumbers = new Set<string>();
  return {
    audiences,
    kids,
    serialNumbers,
    token(body) {
      const { header, claims } = decodeToken(body.trim());
      audiences.add(String(member(claims, 'aud')));
      kids.add(String(member(header, 'kid')));
    },
    certificate: (serialNumber) => void serialNumbers.add(serialNumber),
  };
}
