import { X509Certificate } from 'node:crypto';
import { certificateBlocks } from './certificate-blocks.ts';

/**
 * What is wrong with a text that should hold certificates in PEM form: the rest of a sentence that
 * begins with where it is. Node passes over what it cannot read, and with nothing left every
 * certificate would be refused, for a reason that is hard to find.
 *
 * @returns `undefined` when all of them can be read, and there is one at least
 */
export function certificatesFault(pem: string): string | undefined {
  const blocks = certificateBlocks(pem);
  if (blocks.length === 0) return 'holds no certificate in PEM form';
  const broken = blocks.findIndex((block) => !isCertificate(block));
  return broken === -1
    ? undefined
    : `holds a certificate that cannot be read, number ${broken + 1}`;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
