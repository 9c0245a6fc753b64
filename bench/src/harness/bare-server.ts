import { freePort, type ServerProcess, startServer } from './server-process.ts';

/** The least that a server on Node can be: it reads a request and answers. */
const SOURCE = `
  const answer = 'x'.repeat(Number(process.argv[2]));
  require('node:http').createServer((request, reply) => {
    request.resume().once('end', () => reply.end(answer));
  }).listen(process.argv[1], '127.0.0.1');
`;

/** A server that does nothing with what it gets. */
export interface BareServer {
  readonly url: URL;
  start(): Promise<ServerProcess>;
}

/** @param answerBytes - how long its answers are. Default: 0 */
export async function bareServer(answerBytes = 0): Promise<BareServer> {
  const port = await freePort();
  const url = new URL(`http://127.0.0.1:${port}`);
  const args = ['-e', SOURCE, String(port), String(answerBytes)];
  return { url, start: () => startServer({ args, readyUrl: url }) };
}
