export const POST = 'POST / HTTP/1.1\r\nhost: a\r\n';
const CHUNKED = `${POST}transfer-encoding: chunked\r\n\r\n`;
export const LAST = `${POST}connection: close\r\n`;
/** What an attacker wants somebody to take for a request of its own. */
export const HIDDEN = 'GET /hidden HTTP/1.1\r\nhost: a\r\n\r\n';

type Cases = readonly (readonly [name: string, raw: string])[];

/** Requests whose head two readers could read in two ways. */
export const TWO_READINGS: Cases = [
  ['CL.TE', `${POST}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ['TE.CL', `${POST}transfer-encoding: chunked\r\ncontent-length: 4\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ['two equal lengths', `${POST}content-length: 1\r\ncontent-length: 1\r\n\r\nx${HIDDEN}`],
  ['two lengths', `${POST}content-length: 1\r\ncontent-length: 2\r\n\r\nx${HIDDEN}`],
  ['a list of lengths', `${POST}content-length: 1, 1\r\n\r\nx${HIDDEN}`],
  ['a length in hex', `${POST}content-length: 0x1\r\n\r\nx${HIDDEN}`],
  ['a length with a sign', `${POST}content-length: +1\r\n\r\nx${HIDDEN}`],
  ['a length with a space in it', `${POST}content-length: 1 0\r\n\r\nx${HIDDEN}`],
  ['a length past all numbers', `${POST}content-length: 18446744073709551617\r\n\r\nx${HIDDEN}`],
  ['an empty length', `${POST}content-length: \r\n\r\n${HIDDEN}`],
  ['an unknown encoding', `${POST}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ['an encoding and none', `${POST}transfer-encoding: identity\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ['an encoding in quotes', `${POST}transfer-encoding: "chunked"\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ['chunked twice', `${POST}transfer-encoding: chunked, chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
  [
    'two fields of encodings',
    `${POST}transfer-encoding: chunked\r\ntransfer-encoding: identity\r\n\r\n0\r\n\r\n${HIDDEN}`,
  ],
  [
    'an encoding that the connection lists',
    `${POST}connection: transfer-encoding\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  ],
  ['a tab before the colon', `${POST}transfer-encoding\t: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ['a space before the colon', `${POST}content-length : 3\r\n\r\nabc${HIDDEN}`],
  ['a folded encoding', `${POST}transfer-encoding:\r\n chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
  ['a folded field', `${POST}x: a\r\n b\r\n\r\n`],
  ['bare line feeds', 'GET / HTTP/1.1\nhost: a\n\n'],
  ['a bare line feed after a field', `${POST}x: a\ny: b\r\n\r\n`],
  ['a bare carriage return in a field', `${POST}x: a\ry: b\r\n\r\n`],
  ['a zero byte in a field', `${POST}x: a\0b\r\n\r\n`],
  ['an empty field name', `${POST}: a\r\n\r\n`],
  ['two hosts', `${POST}host: b\r\n\r\n`],
  ['no host', 'GET / HTTP/1.1\r\n\r\n'],
  ['a host with a path', 'GET / HTTP/1.1\r\nhost: a/b\r\n\r\n'],
  ['a version that is none', 'GET / HTTP/1.2\r\nhost: a\r\n\r\n'],
  ['HTTP/2 without TLS', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  [
    'chunks of HTTP/1.0',
    `POST / HTTP/1.0\r\nconnection: keep-alive\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n${HIDDEN}`,
  ],
];

/** Requests whose content breaks its framing. */
export const BROKEN_CHUNKS: Cases = [
  ['a chunk of a negative size', `${CHUNKED}-1\r\nx\r\n0\r\n\r\n${HIDDEN}`],
  ['a chunk size with 0x', `${CHUNKED}0x1\r\nx\r\n0\r\n\r\n${HIDDEN}`],
  ['a chunk size with a space before it', `${CHUNKED} 1\r\nx\r\n0\r\n\r\n${HIDDEN}`],
  ['a chunk size past all numbers', `${CHUNKED}10000000000000001\r\nx\r\n0\r\n\r\n${HIDDEN}`],
  ['a chunk size that ends in a line feed', `${CHUNKED}1\nx\r\n0\r\n\r\n${HIDDEN}`],
  ['a chunk that is longer than it says', `${CHUNKED}1\r\nxx\r\n0\r\n\r\n${HIDDEN}`],
  ['a chunk that ends in a line feed', `${CHUNKED}1\r\nx\n0\r\n\r\n${HIDDEN}`],
  ['an extension with a line feed in it', `${CHUNKED}1;a\nb\r\nx\r\n0\r\n\r\n${HIDDEN}`],
  ['a bare carriage return in an extension', `${CHUNKED}1;a\rb\r\nx\r\n0\r\n\r\n${HIDDEN}`],
  ['a trailer that claims a length', `${CHUNKED}1\r\nx\r\n0\r\ncontent-length: 9\r\n\r\n${HIDDEN}`],
];

/** The statuses of all answers that came back on a connection. */
export function statusesOf(text: string): readonly number[] {
  return [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, code]) => Number(code));
}
