import { once } from 'node:events';
import { connect } from 'node:http2';
import { text } from 'node:stream/consumers';

/** Sends requests for `/` over one connection of HTTP/2, all at once, each with its own header fields. */
export async function sendTogether(
  port: number,
  requests: readonly Readonly<Record<string, string>>[],
): Promise<readonly { readonly status: number; readonly body: string }[]> {
  const session = connect(`http://127.0.0.1:${port}`);
  const answers = await Promise.all(
    requests.map(async (fields) => {
      const stream = session.request({ ':path': '/', ...fields });
      const [answer] = (await once(stream, 'response')) as [{ readonly ':status'?: number }];
      return { status: answer[':status'] ?? 0, body: await text(stream) };
    }),
  );
  session.close();
  return answers;
}
