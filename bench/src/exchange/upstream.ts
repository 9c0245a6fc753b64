import { once } from 'node:events';
import { createServer } from 'node:http';
import { type Algorithm, epochSeconds, systemClock } from '@drawbridge/core';
import { createTestIssuer } from '@drawbridge/testing';

/** An issuer on this machine, and tokens it gave out. */
export interface Upstream {
  readonly issuer: string;
  /** Distinct tokens, each the body of a request. */
  readonly tokens: readonly Buffer[];
  close(): Promise<void>;
}

export interface UpstreamOptions {
  readonly alg: Algorithm;
  readonly audience: string;
  /** How many tokens. */
  readonly tokens: number;
}

/** Seconds that the tokens are valid: longer than any bench runs. */
const LIFETIME = 3600;

/** Largest document that is served, in bytes. */
const MAX_BYTES = 100_000;

/** Starts an issuer that serves its documents on a loopback port, and has it give out tokens. */
export async function startUpstream({ alg, audience, tokens }: UpstreamOptions): Promise<Upstream> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const issuer = `http://127.0.0.1:${port}`;
  const documents = await createTestIssuer({ issuer, audience, algorithms: [alg] });
  const accept = 'application/json';

  server.on('request', (request, reply) => {
    documents.fetch(`${issuer}${request.url}`, { accept, maxBytes: MAX_BYTES }).then(
      ({ status, body }) => reply.writeHead(status, { 'content-type': accept }).end(body),
      () => reply.writeHead(404).end(),
    );
  });

  const exp = epochSeconds(systemClock) + LIFETIME;
  const issued = Array.from({ length: tokens }, (_, index) =>
    documents.issue({ ...gitLabClaims(index), exp }),
  );
  return {
    issuer,
    tokens: (await Promise.all(issued)).map((token) => Buffer.from(token)),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The claims of a GitLab job's id_token, in number and size: what an exchange reads in practice. */
function gitLabClaims(job: number): Readonly<Record<string, unknown>> {
  return {
    sub: 'project_path:example-group/example-project:ref_type:branch:ref:main',
    namespace_id: '72',
    namespace_path: 'example-group',
    project_id: '20',
    project_path: 'example-group/example-project',
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
