import { isUnknownAuthority, quote } from '@drawbridge/core';
import type { SeenTls } from '../seen.ts';

/** What is wrong with the certificate of a server. */
export interface CertificateFault {
  /** `authority`: nobody who is known here signed it, which others may judge otherwise. The rest no authority makes good. */
  readonly kind: 'expired' | 'early' | 'name' | 'authority' | 'other';
  /** A clause of its own. */
  readonly seen: string;
  /** What to do, in sentences. */
  readonly fix: string;
}

/** Faults of which no authority makes anything good. */
const INVALID: ReadonlySet<string> = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'PATH_LENGTH_EXCEEDED',
]);

/** Whether a code of Node or OpenSSL is about a certificate, and not about the connection. */
export function isOfCertificate(code: string): boolean {
  return isUnknownAuthority(code) || INVALID.has(code);
}

/** @returns `undefined` where the certificate is trusted */
export function certificateFault({ fault, chain }: SeenTls): CertificateFault | undefined {
  if (fault === undefined) return undefined;
  if (isUnknownAuthority(fault)) {
    return {
      kind: 'authority',
      seen: `no authority that is known here has signed the certificate (${fault})${ofWhom(chain)}`,
      fix: 'Look again with its authority: --ca FILE.',
    };
  }
  switch (fault) {
    case 'CERT_HAS_EXPIRED':
      return {
        kind: 'expired',
        seen: `the certificate, or one that it stands on, has ended${whenOf(chain)}`,
        fix: 'Renew it, and have that done by itself from now on.',
      };
    case 'CERT_NOT_YET_VALID':
      return {
        kind: 'early',
        seen: 'the certificate, or one that it stands on, is not valid yet by the clock here',
        fix: 'Is the clock of this machine right ("date -u")? Else have the certificate made anew.',
      };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return {
        kind: 'name',
        seen: `the certificate is for ${chain[0]?.subject || 'nobody by name'}, not for this name`,
        fix: 'Get a certificate for the name of the issuer, or correct what the name points to.',
      };
    default:
      return {
        kind: 'other',
        seen: `the certificate is not valid (${fault})`,
        fix: 'Get a new certificate, and send the intermediate certificates too.',
      };
  }
}

function ofWhom(chain: SeenTls['chain']): string {
  const [own] = chain;
  const last = chain.at(-1);
  if (own === undefined || last === undefined || last.issuer === '') return '';
  if (chain.length === 1) {
    return own.subject === own.issuer
      ? ': it signed itself'
      : `: it is of ${quote(own.issuer)}, a private authority or one whose own certificate the server should send too`;
  }
  return `: it is of ${quote(last.issuer)}`;
}

function whenOf(chain: SeenTls['chain']): string {
  const first = Math.min(...chain.map(({ ends }) => ends));
  const date = new Date(first);
  return Number.isNaN(date.getTime()) ? '' : ` (${date.toISOString().slice(0, 10)})`;
}
