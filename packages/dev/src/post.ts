import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

/** What is posted. */
export interface Post {
  readonly contentType: string;
  readonly accept: string;
  readonly body: string;
  /** `name:password` for HTTP Basic authentication. */
  readonly auth?: string;
}

/** An answer, read to its end. */
export interface PostReply {
  /** HTTP status. */
  readonly status: number;
  readonly body: Uint8Array;
}

/**
 * Posts to an address of this very process, where no proxy, CA or limit has a say: so
 * this does without the HTTP client of `@drawbridge/node`.
 *
 * @throws {Error} of Node when the address does not answer
 */
export async function post(
  url: string,
  { contentType, accept, body, auth }: Post,
): Promise<PostReply> {
  const call = request(url, {
    method: 'POST',
    // A connection of its own, closed at the end: a pooled one would outlive the server.
    agent: false,
    headers: { 'content-type': contentType, accept },
    ...(auth !== undefined && { auth }),
  });
  call.end(body);
  const [reply] = (await once(call, 'response')) as [IncomingMessage];
  return { status: reply.statusCode ?? 0, body: await buffer(reply) };
}
