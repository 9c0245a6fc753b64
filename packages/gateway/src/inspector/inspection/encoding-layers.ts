import type { VouchGzip } from '@drawbridge/oauth';
import type { Fact, Layer } from './inspection.ts';
import { gunzipStep } from './steps.ts';

/** What Vouch Proxy would have written: the alphabet of URLs, and padding to groups of four. */
export function toBase64Url(value: string): string {
  const bare = value.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  return bare + '='.repeat(-bare.length & 3);
}

/** @param size - of what was decoded, in bytes */
export function base64Facts(value: string, size: number): readonly Fact[] {
  const notes = [
    ...(/[+/]/.test(value) ? ['it has + or /: plain base64'] : []),
    ...(value.length % 4 === 0 ? [] : ['its padding was taken off']),
  ];
  return [
    { name: 'characters', value: `${value.length}` },
    { name: 'bytes', value: `${size}` },
    ...(notes.length === 0 ? [] : [{ name: 'spelling', value: notes.join('; ') }]),
  ];
}

/** `OS` of RFC 1952 section 2.3.1, and who writes it. */
const PRODUCERS: Readonly<Record<number, string>> = {
  0: 'FAT (0): a program on DOS, or one that says nothing of where it ran',
  3: 'Unix (3): zlib, as in Node.js and Python, or the program gzip',
  7: 'Macintosh (7)',
  10: 'TOPS-20 (10): zlib on Windows',
  11: 'NTFS (11): a program on Windows',
  19: 'Darwin (19): zlib on macOS',
  255: 'unknown (255): Go, which Vouch Proxy is written in, or Drawbridge',
};

/** What compressed it, and by how much. */
export function gzipLayer(path: readonly string[], { os, compressedSize, size }: VouchGzip): Layer {
  const percent = size === 0 ? 0 : Math.round((compressedSize / size) * 100);
  return {
    kind: 'gzip',
    path,
    title: 'Compressed with gzip',
    about:
      'Claims in JSON are long, and cookies are short: compressed, more of them fit (RFC 1952). This hides nothing either.',
    facts: [
      { name: 'compressed', value: `${compressedSize} bytes` },
      { name: 'as it was', value: `${size} bytes, of which ${percent} % are left` },
      { name: 'likely made by', value: PRODUCERS[os] ?? `operating system ${os}` },
    ],
    steps: [gunzipStep('what was decoded')],
  };
}
