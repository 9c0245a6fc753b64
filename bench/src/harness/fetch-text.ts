import { get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { text } from 'node:stream/consumers';

/** An answer and its body. */
export interface TextReply {
  readonly status: number;
  readonly body: string;
}

/**
 * Gets a document over a connection of its own: one that stays open would hold up a server's end.
 *
 * @param ca - PEM text of the certificates that are trusted, for an https address
 */
export function fetchText(url: URL, ca?: string): Promise<TextReply> {
  return new Promise((resolve, reject) => {
    const get = url.protocol === 'https:' ? httpsGet : httpGet;
    get(url, { agent: false, ...(ca !== undefined && { ca }) }, (reply) => {
      text(reply).then((body) => resolve({ status: reply.statusCode ?? 0, body }), reject);
    }).once('error', reject);
  });
}
