import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { BenchOptions } from '../harness/bench.ts';
import { cpuMicroseconds, readCpuTime } from '../harness/cpu-time.ts';
import { COMMAND } from '../harness/drawbridge-command.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { interleave } from '../harness/interleave.ts';
import { leanLoad } from '../harness/lean-load.ts';
import { progress } from '../harness/progress.ts';
import { type RunningServer, startNginx } from '../inject/nginx.ts';
import { startOrigin } from '../inject/origin.ts';
import { type RunningGateway, startGateway } from './running-gateway.ts';
import { APP } from './site.ts';

const run = promisify(execFile);

const PEOPLE = 64;
const CONNECTIONS = 32;
/** Seconds of load, a round and side. */
const SECONDS = 0.5;
/** Loads before anything counts. */
const WARM_UP = 8;
/** What the app wants to see, whoever asks. */
const TOKEN = 'of-the-app';

/**
 * Measures the CPU time of nginx and of the gateway together for a request to an app, with what `drawbridge gateway snippet nginx`
 * prints, against that of nginx which only passes the same requests on.
 *
 * @throws {Error} when nginx lets in who is not signed in, or keeps out who is
 */
export async function nginxFigure(figure: string, { rounds }: BenchOptions): Promise<Figure> {
  progress(`gateway ${figure}: warming up`);
  const running: { stop(): Promise<void> }[] = [];
  const add = async <T extends { stop(): Promise<void> }>(server: Promise<T>): Promise<T> => {
    const started = await server;
    running.push(started);
    return started;
  };
  try {
    const app = await add(startOrigin(TOKEN));
    const gateway = await add(startGateway({ driver: 'lmdb', keep: 'store', people: PEOPLE }));
    const asking = await add(startAsking(gateway, app));
    const alone = await add(
      startNginx(`location / { proxy_pass http://app; ${FORWARDED} }`, upstreams({ app })),
    );
    const { cookies } = gateway;
    await requireStatus(asking, undefined, 401);
    await requireStatus(asking, cookies[0], 200);
    await requireStatus(alone, undefined, 200);
    const subject = () => costOf([asking, gateway], cookies);
    const reference = () => costOf([alone], cookies);
    for (let count = 0; count < WARM_UP; count++) await subject();
    await reference();
    const pairs = await interleave(rounds, { subject, reference }, (round) =>
      progress(`gateway ${figure}: round ${round} of ${rounds}`),
    );
    return toFigure(
      {
        bench: 'gateway',
        figure,
        unit: 'us CPU/request',
        against: 'nginx that asks nobody, the same requests and app',
        better: 'lower',
        ratio: (pair) => pair.subject / pair.reference,
      },
      pairs,
    );
  } finally {
    for (const server of running.reverse()) await server.stop();
  }
}

const FORWARDED = `proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host $http_host;
  proxy_set_header X-Forwarded-For $remote_addr;`;

function upstreams(servers: Readonly<Record<string, RunningServer>>): string {
  return Object.entries(servers)
    .map(
      ([name, { url }]) =>
        `upstream ${name} { server ${url.host}; keepalive 64; keepalive_requests 1000000000; }`,
    )
    .join('\n');
}

/** nginx with the first two parts of the snippet: what is beside the servers, and that of an app. TLS has ended before it. */
async function startAsking(gateway: RunningGateway, app: RunningServer): Promise<RunningServer> {
  const args = [
    'gateway',
    'snippet',
    'nginx',
    '--config',
    gateway.config,
    '--upstream',
    app.url.host,
  ];
  const { stdout } = await run(process.execPath, [COMMAND, ...args], {
    env: { ...process.env, CLIENT_SECRET: 'secret-of-the-bench' },
  });
  const [, beside = '', snippet = ''] =
    /^# 1\..*\n([^]*?)^# 2\..*\n([^]*?)^# 3\./m.exec(stdout) ?? [];
  const server = snippet
    .replaceAll('$scheme', 'https')
    .replace(`proxy_pass http://${app.url.host};`, 'proxy_pass http://app;');
  return startNginx(server, beside + upstreams({ app }));
}

async function costOf(servers: readonly RunningServer[], cookies: readonly string[]) {
  const [front] = servers as [RunningServer, ...RunningServer[]];
  const before = await Promise.all(servers.map(({ pid }) => readCpuTime(pid)));
  const { requests } = await leanLoad({
    url: new URL('/orders/1?show=items', front.url),
    method: 'GET',
    headers: cookies.map(fieldsOf),
    connections: CONNECTIONS,
    seconds: SECONDS,
  });
  const after = await Promise.all(servers.map(({ pid }) => readCpuTime(pid)));
  const costs = servers.map((_, at) =>
    cpuMicroseconds(
      before[at] as Awaited<typeof before>[number],
      after[at] as (typeof after)[number],
    ),
  );
  return costs.reduce((sum, cost) => sum + cost, 0) / requests;
}

function fieldsOf(cookie: string | undefined): Readonly<Record<string, string>> {
  return {
    host: APP,
    accept: 'application/json',
    authorization: `Bearer ${TOKEN}`,
    ...(cookie !== undefined && { cookie }),
  };
}

/** By node:http: the host of a request of fetch cannot be chosen. */
async function requireStatus(
  server: RunningServer,
  cookie: string | undefined,
  status: number,
): Promise<void> {
  await leanLoad({
    url: server.url,
    method: 'GET',
    headers: fieldsOf(cookie),
    connections: 1,
    seconds: 0.01,
    status,
  });
}
