import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { type Algorithm, epochSeconds, systemClock } from '@drawbridge/core';
import { createTestIssuer, type TestIssuer } from '@drawbridge/testing';
import { progress } from '../harness/progress.ts';
import { manyKeys } from './many-keys.ts';

/** Issuers on this machine, and tokens they gave out. */
export interface Upstream {
  /** All of them; they share a port and nothing else. */
  readonly issuers: readonly string[];
  /** Distinct tokens, each the body of a request. The issuers take turns. */
  readonly tokens: readonly Buffer[];
  /** How often keys were fetched since the start, from any of them. */
  fetches(): number;
  close(): Promise<void>;
}

export interface UpstreamOptions {
  readonly alg: Algorithm;
  readonly audience: string;
  /** How many tokens. */
  readonly tokens: number;
  /** How many issuers, each with a key of its own. Default: 1. */
  readonly issuers?: number;
  /** How many ES256 keys each issuer publishes; up to 50 of them take turns in signing. Default: the one that signs. */
  readonly keys?: number;
  /** The claims of a token, beside those that every token has. Default: those of a GitLab job. */
  readonly claims?: (index: number) => Readonly<Record<string, unknown>>;
}

/** The claim by which rules tell projects apart, in every token. */
export const PROJECT_PATH = 'example-group/example-project';

/** Seconds that the tokens are valid: longer than any bench runs. */
const LIFETIME = 3600;

/** Largest document that is served, in bytes: ten thousand keys fit. */
const MAX_BYTES = 10_000_000;

/** Starts issuers that serve their documents on a loopback port, and has them give out tokens. */
export async function startUpstream(options: UpstreamOptions): Promise<Upstream> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const made = await Promise.all(
    Array.from({ length: options.issuers ?? 1 }, (_, index) =>
      createTestIssuer({
        issuer: `http://127.0.0.1:${port}/${index}`,
        audience: options.audience,
        algorithms: [options.alg],
        keyName: `bench-${index}`,
      }),
    ),
  );
  server.on('request', serveDocuments(made, `http://127.0.0.1:${port}`));

  if (options.keys !== undefined) progress(`making ${options.keys} keys`);
  const keys = options.keys === undefined ? undefined : await manyKeys('ES256', options.keys);
  if (keys !== undefined) {
    const body = Buffer.from(JSON.stringify({ keys: keys.published }));
    for (const issuer of made) issuer.answer('jwks', { body });
  }

  const { claims = gitLabClaims } = options;
  const exp = epochSeconds(systemClock) + LIFETIME;
  const tokens = Array.from({ length: options.tokens }, (_, index) => {
    const key = keys?.signing[index % keys.signing.length];
    const issuer = made[index % made.length] as TestIssuer;
    return issuer.issue({ ...claims(index), exp }, key && { key });
  });
  return {
    issuers: made.map(({ issuer }) => issuer),
    tokens: (await Promise.all(tokens)).map((token) => Buffer.from(token)),
    fetches: () => made.reduce((sum, { requests }) => sum + requests.jwks, 0),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function serveDocuments(issuers: readonly TestIssuer[], origin: string): RequestListener {
  const accept = 'application/json';
  return ({ url = '' }, reply) => {
    const [, index = ''] = url.split('/');
    const documents = issuers[Number(index)];
    if (documents === undefined) {
      reply.writeHead(404).end();
      return;
    }
    documents.fetch(origin + url, { accept, maxBytes: MAX_BYTES }).then(
      ({ status, body }) => reply.writeHead(status, { 'content-type': accept }).end(body),
      () => reply.writeHead(404).end(),
    );
  };
}

/** The claims of a GitLab job's id_token, in number and size: what an exchange reads in practice. */
function gitLabClaims(job: number): Readonly<Record<string, unknown>> {
  return {
    sub: `project_path:${PROJECT_PATH}:ref_type:branch:ref:main`,
    namespace_id: '72',
    namespace_path: 'example-group',
    project_id: '20',
    project_path: PROJECT_PATH,
    user_id: '1',
    user_login: 'sample-user',
    user_email: 'sample-user@example.com',
    pipeline_id: '574',
    pipeline_source: 'push',
    job_id: String(302_000 + job),
    ref: 'main',
    ref_type: 'branch',
    ref_path: 'refs/heads/main',
    ref_protected: 'true',
    runner_id: 1,
    runner_environment: 'self-hosted',
    sha: '714a629c0b401fdce83e847fc9589983fc6f46bc',
  };
}
