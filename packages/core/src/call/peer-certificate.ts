import type { PeerCertificate } from './call.ts';

/** What is read of a certificate of X.509: Node's `X509Certificate` is one. */
export interface CertificateText {
  /** DER. */
  readonly raw: Uint8Array;
  /** As Node writes it: `KIND:VALUE, KIND:"VALUE"`. */
  readonly subjectAltName?: string | undefined;
}

/**
 * What a call shows of a certificate whose key the peer proved to hold.
 *
 * @param certified - whether an authority that we trust stands for it; its names count only then
 */
export function toPeerCertificate(
  { raw, subjectAltName = '' }: CertificateText,
  certified: boolean,
): PeerCertificate {
  const names = certified ? alternativeNames(subjectAltName) : [];
  const ofKind = (kind: string) => names.flatMap(([name, value]) => (name === kind ? value : []));
  return {
    der: raw,
    dnsNames: ofKind('DNS').map((name) => name.toLowerCase()),
    uris: ofKind('URI'),
  };
}

/** `KIND:VALUE, KIND:"VALUE"`: Node puts a value that has a comma or quote in it into JSON quotes. */
const NAME = /(?<kind>[^:,]+):(?:(?<quoted>"(?:[^"\\]|\\.)*")|(?<plain>[^,"]*))(?:, |$)/gy;

/**
 * Takes the text of a subjectAltName apart.
 *
 * @returns kind and value of each name; none at all when any part of the text is not understood
 */
export function alternativeNames(
  text: string,
): readonly (readonly [kind: string, value: string])[] {
  const names: [string, string][] = [];
  let read = 0;
  for (const match of text.matchAll(NAME)) {
    const { kind = '', quoted, plain = '' } = match.groups ?? {};
    names.push([kind, quoted === undefined ? plain : (JSON.parse(quoted) as string)]);
    read = match.index + match[0].length;
  }
  return read === text.length ? names : [];
}
