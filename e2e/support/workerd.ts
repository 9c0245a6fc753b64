import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-worker-'));
  await writeFile(join(folder, 'worker.js'), code);
  await writeFile(join(folder, 'config.capnp'), toConfig(flags, bindings));
  const process = start(WORKERD, ['serve', 'config.capnp', '--control-fd=1'], { cwd: folder });
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
