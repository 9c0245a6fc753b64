import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { start } from './command.ts';

const WORKERD = fileURLToPath(new URL('../../node_modules/.bin/workerd', import.meta.url));

/** The newest rules that the installed workerd knows: a worker that is deployed today asks for them. */
const COMPATIBILITY_DATE = '2026-11-01';

/** A worker that is served. */
export interface RunningWorker {
  readonly origin: string;
  /** All that workerd said. */
  output(): string;
  stop(): Promise<void>;
}

/**
 * Serves one module with workerd, the runtime of Cloudflare Workers, on a port of 127.0.0.1. It may connect to
 * 127.0.0.1 and to nothing else.
 *
 * @param flags - compatibility flags beside those of the date
 * @param bindings - what the worker is given as its environment
 */
export async function serveWorker(
  code: string,
  flags: readonly string[] = [],
  bindings: Readonly<Record<string, string>> = {},
): Promise<RunningWorker> {
  return serveFiles({ 'worker.js': code, 'config.capnp': toConfig(flags, bindings) });
}

/**
 * Serves what a configuration file of workerd says, on a port of 127.0.0.1 in place of the one of its socket `http`.
 *
 * @param files - by their paths: `config.capnp`, and what it embeds
 * @param env - what it may take bindings from
 */
export async function serveFiles(
  files: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>> = {},
): Promise<RunningWorker> {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-worker-'));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const args = ['serve', 'config.capnp', '--control-fd=1', '--socket-addr=http=127.0.0.1:0'];
  const process = start(WORKERD, args, { cwd: folder, env });
  try {
    const [, port] = await process.waitFor('stdout', /"socket":"http","port":(\d+)/);
    return {
      origin: `http://127.0.0.1:${port}`,
      output: () => `${process.stdout()}${process.stderr()}`,
      async stop() {
        await process.stop();
        await rm(folder, { recursive: true });
      },
    };
  } catch (error) {
    await process.stop('SIGKILL');
    await rm(folder, { recursive: true });
    throw error;
  }
}

function toConfig(flags: readonly string[], bindings: Readonly<Record<string, string>>): string {
  const environment = Object.entries(bindings).map(
    ([name, text]) => `(name = ${JSON.stringify(name)}, text = ${JSON.stringify(text)})`,
  );
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .main),
    (name = "internet", network = (allow = ["127.0.0.1/32"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "${COMPATIBILITY_DATE}",
  compatibilityFlags = ${JSON.stringify(flags)},
  bindings = [${environment.join(', ')}],
);
`;
}
