import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import type { RunningCommand } from './command.ts';
import { ACCEPTED, ISSUER, post, readyAt } from './exchange.ts';
import { giveKeys } from './given-keys.ts';
import { createStage, type Stage } from './stage.ts';
import { startUpstream, type Upstream } from './upstream.ts';

/** Milliseconds. Reloads by content take two looks of two seconds each. */
export const PATIENCE = 30_000;

/** An exchange that runs. */
export interface Served {
  readonly command: RunningCommand;
  readonly url: string;
  /** Of the documents, where they have a listener. */
  readonly documents: string;
}

/** A folder with a configuration file, and the upstream that the file names. */
export interface Installation {
  readonly stage: Stage;
  readonly upstream: Upstream;
  readonly folder: string;
  /** The path of the configuration file. */
  readonly config: string;
  /** A rule that grants an audience to tokens of the upstream that match. */
  rule(name: string, audience: string, match?: object): object;
  /** Writes the configuration, in which members of the section, or of the top, may differ. */
  configure(section?: object, top?: object): Promise<void>;
  /** Writes the configuration, and serves it until the installation is cleared. */
  serve(section?: object, top?: object): Promise<Served>;
  /** @returns the status of an exchange for an audience, by the client `ci` where a secret is given */
  exchangeFor(url: string, audience: string, secret?: string): Promise<number>;
  clear(): Promise<void>;
}

/** Makes an installation, which is served with a signing key that is there already, unless told otherwise. The caller clears it, in `afterEach`. */
export async function install({ hasKey = true } = {}): Promise<Installation> {
  const stage = createStage();
  const upstream = await startUpstream(stage, ACCEPTED);
  const folder = await stage.folder();
  const config = join(folder, 'drawbridge.yaml');
  const data = join(folder, 'data');

  const rule = (name: string, audience: string, match: object = {}) => ({
    name,
    match: { issuer: upstream.issuer, ...match },
    grant: { audience, copy: ['sub'] },
  });

  async function configure(section: object = {}, top: object = {}): Promise<void> {
    const exchange = {
      issuer: ISSUER,
      listen: '127.0.0.1:0',
      upstreams: [{ issuer: upstream.issuer, audiences: [ACCEPTED] }],
      rules: [rule('one', 'aws')],
      ...section,
    };
    // JSON is YAML.
    const text = JSON.stringify({ version: 1, data, exchange, ...top });
    await writeFile(config, text);
  }

  return {
    stage,
    upstream,
    folder,
    config,
    rule,
    configure,

    async serve(section, top) {
      await configure(section, top);
      if (hasKey) await giveKeys(data);
      const command = await stage.start(['serve', 'exchange', '--config', config]);
      const url = await readyAt(command);
      const [, documents = ''] = / documents=(\S+)/.exec(command.stderr()) ?? [];
      return { command, url, documents };
    },

    async exchangeFor(url, audience, secret) {
      const body = new URLSearchParams({
        token: await upstream.issue(),
        audience,
        ...(secret !== undefined && { client_id: 'ci', client_secret: secret }),
      });
      return (await post(url, 'application/x-www-form-urlencoded', String(body))).status;
    },

    clear: () => stage.clear(),
  };
}

/** Sends SIGHUP, and waits for what comes of it. */
export async function reload(
  { command }: Pick<Served, 'command'>,
  outcome = 'configuration reloaded',
): Promise<string> {
  const before = command.stderr().length;
  process.kill(command.pid, 'SIGHUP');
  return nextLine(command, before, outcome);
}

/** Waits for a line of the log with this event, after so many characters. */
export async function nextLine(
  command: RunningCommand,
  from: number,
  event: string,
): Promise<string> {
  return vi.waitFor(
    () => {
      const rest = command.stderr().slice(from);
      const line = rest.split('\n').find((text) => text.includes(`event="${event}"`));
      if (line === undefined) throw new Error(`no "${event}" in:\n${rest}`);
      return line;
    },
    { timeout: PATIENCE, interval: 20 },
  );
}
