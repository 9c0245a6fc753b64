import { fetchText } from '../harness/fetch-text.ts';
import { freePort, type ServerProcess, startServer } from '../harness/server-process.ts';

/** What node:http and node:crypto need for one verification and one signature, and nothing else: whose token it is, and for what, is not asked. */
const SOURCE = `
  const { createPublicKey, generateKeyPairSync, sign, verify } = require('node:crypto');
  const [port, jwk] = process.argv.slice(1);
  const dsaEncoding = 'ieee-p1363';
  const upstream = { key: createPublicKey({ key: JSON.parse(jwk), format: 'jwk' }), dsaEncoding };
  const own = { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, dsaEncoding };
  const server = require('node:http').createServer((request, reply) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk)).once('end', () => {
      if (request.method === 'GET') return reply.end();
      const token = Buffer.concat(chunks).toString('latin1');
      const dot = token.lastIndexOf('.');
      const signed = Buffer.from(token.slice(0, dot));
      const signature = Buffer.from(token.slice(dot + 1), 'base64url');
      if (!verify('sha256', signed, upstream, signature)) return reply.writeHead(400).end();
      reply.end(token.slice(0, dot + 1) + sign('sha256', signed, own).toString('base64url'));
    });
  });
  server.keepAliveTimeout = 65_000;
  server.listen(port, '127.0.0.1');
`;

/** A server that answers a token of ES256 with the same, signed by its own key. */
export interface BareExchange {
  readonly url: URL;
  start(): Promise<ServerProcess>;
}

/** @param issuer - whose first key the tokens are signed with */
export async function bareExchange(issuer: string): Promise<BareExchange> {
  const port = await freePort();
  const url = new URL(`http://127.0.0.1:${port}`);
  const args = ['-e', SOURCE, String(port), JSON.stringify(await firstKey(issuer))];
  return { url, start: () => startServer({ args, readyUrl: url }) };
}

async function firstKey(issuer: string): Promise<unknown> {
  const discovery = await fetchObject(`${issuer}/.well-known/openid-configuration`);
  const { keys } = await fetchObject(String(discovery['jwks_uri']));
  if (Array.isArray(keys) && keys.length > 0) return keys[0];
  throw new Error(`${issuer} publishes no key`);
}

async function fetchObject(url: string): Promise<Readonly<Record<string, unknown>>> {
  const { body } = await fetchText(new URL(url));
  return JSON.parse(body) as Readonly<Record<string, unknown>>;
}
