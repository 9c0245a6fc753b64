import { join } from 'node:path';
import { epochSeconds, type KeyEntry, keyState, systemClock } from '@drawbridge/core';
import { createStyle, readManifest, showTime, type Style } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { print, tell } from '../../terminal.ts';

interface Options extends CommonOptions {
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description('Show the keys of the key ring and where each one stands.')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nA key is "next" while relying parties learn of it, "active" while it signs, "retired"\n' +
        'while tokens signed by it may live, and "removed" once it is published no more.',
    )
    .action(async (options: Options) => {
      const folder = join(await context.data(options), 'keys');
      const { manifest } = await readManifest(folder);
      const now = epochSeconds(systemClock);
      if (options.json) {
        print(terminal, JSON.stringify(manifest.keys.map((key) => toJson(key, now))));
      } else if (manifest.keys.length === 0) {
        tell(terminal, `The key ring in ${folder} is empty. Make a key: drawbridge keys generate`);
      } else {
        const style = createStyle(terminal.stdout, terminal.env);
        print(terminal, manifest.keys.map((key) => describe(key, now, style)).join('\n'));
      }
    });
};

function toJson(key: KeyEntry, now: number) {
  const { kid, purpose, alg, publishedAt, signsFrom, signsUntil, removeAfter } = key;
  const state = keyState(key, now);
  return { kid, purpose, alg, state, publishedAt, signsFrom, signsUntil, removeAfter };
}

function describe(key: KeyEntry, now: number, style: Style): string {
  const state = keyState(key, now);
  const shown = state === 'active' ? style.good(state) : state;
  const times = [
    `signs from ${showTime(key.signsFrom, now)}`,
    ...(key.signsUntil === null ? [] : [`until ${showTime(key.signsUntil, now)}`]),
    ...(key.removeAfter === null ? [] : [`published until ${showTime(key.removeAfter, now)}`]),
  ];
  return `${style.bold(key.kid)}  ${key.alg}  ${shown}\n  ${times.join('\n  ')}`;
}
