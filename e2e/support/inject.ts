import { writeFile } from 'node:fs/promises';
import { request, type Agent, type IncomingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import type { RunningCommand } from './command.ts';
import type { Stage } from './stage.ts';

/** How `drawbridge inject` is started. */
export interface InjectOptions {
  /** The data folder. Default: a new one. */
  readonly data?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts `drawbridge inject`, on any free port, and has it log all that it can. */
export async function startInject(
  stage: Stage,
  args: readonly string[],
  { data, env = {} }: InjectOptions = {},
): Promise<RunningCommand> {
  const folder = data ?? (await stage.folder());
  const place = args.includes('--listen') || args.includes('--config') ? [] : ['--listen', ANY];
  return stage.start(['inject', '--data', folder, ...place, ...args], {
    cwd: await stage.folder(),
    env: { DRAWBRIDGE_LOG__LEVEL: 'debug', ...env },
  });
}

const ANY = '127.0.0.1:0';

/** The same, by a section `inject` of a configuration. */
export async function startInjectOf(
  stage: Stage,
  section: object,
  options: InjectOptions = {},
): Promise<RunningCommand> {
  const config = join(await stage.folder(), 'drawbridge.yaml');
  await writeFile(config, JSON.stringify({ version: 1, inject: { listen: ANY, ...section } }));
  return startInject(stage, ['--config', config], options);
}

/** Waits for the first screen. @returns where it listens, without a slash at the end */
export async function injectAt(command: RunningCommand, patience?: number): Promise<string> {
  const [, url = ''] = await command.waitFor(
    'stderr',
    /^(http:\/\/[^\s/]+)\S*.* goes on to/m,
    patience,
  );
  return url;
}

/** What came back. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What is asked. */
export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>> | readonly string[];
  readonly agent?: Agent;
  readonly body?: string;
}

/** Asks over HTTP as scripts do: follows no redirect, and sets any field. */
export function ask(
  url: string,
  { method = 'GET', headers = {}, agent, body }: Asked = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, ...(agent && { agent }) }, (reply) => {
      let text = '';
      reply.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      reply.on('error', reject);
      reply.on('end', () =>
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, text }),
      );
    });
    sent.on('error', reject).end(body);
  });
}

/** The `code` of the reply of a fault. */
export function codeOf({ text }: Pick<Answered, 'text'>): unknown {
  return (JSON.parse(text) as { readonly code?: unknown }).code;
}
