import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningCommand, start } from './command.ts';
import { freePort } from './free-port.ts';
import { untilListening } from './proxies.ts';
import type { Stage } from './stage.ts';

/** A real nginx on 127.0.0.1. */
export interface RunningNginx {
  readonly url: string;
  /** Its log of errors. */
  log(): string;
}

/** What nginx writes for a while; it may not have the folders of the system. */
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/** What stands around servers: one process, with this user's rights, that ends when it is told to. @param folder - of its own files */
export function nginxFile(folder: string, servers: string): string {
  return `daemon off;
master_process off;
pid ${join(folder, 'pid')};
error_log stderr;
events { worker_connections 4096; }
http {
access_log off;
${TEMPORARY.map((name) => `${name}_temp_path ${join(folder, name)};`).join('\n')}
${servers}
}
`;
}

/** Starts nginx with what a page puts into its `server`. */
export async function startNginx(stage: Stage, block: string): Promise<RunningNginx> {
  const folder = await stage.folder();
  const port = await freePort();
  const config = join(folder, 'nginx.conf');
  await writeFile(config, nginxFile(folder, `server {\nlisten 127.0.0.1:${port};\n${block}\n}`));
  const nginx: RunningCommand = start('/usr/sbin/nginx', ['-e', 'stderr', '-c', config]);
  await untilListening(stage, nginx, port);
  return { url: `http://127.0.0.1:${port}`, log: nginx.stderr };
}
