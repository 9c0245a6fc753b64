import { join, resolve } from 'node:path';
import {
  epochSeconds,
  type KeyRingManifest,
  keyState,
  printable,
  ringTime,
  systemClock,
} from '@drawbridge/core';
import { planFolder, publishFolder } from '@drawbridge/issuer/node';
import { createStyle } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled } from '../../option-values.ts';
import { print, type Terminal } from '../../terminal.ts';
import { describeBeginning } from '../keys/describe-beginning.ts';
import { ringSchedule } from '../keys/key-options.ts';
import {
  addDestinationOptions,
  type DestinationOptions,
  openDestination,
} from './destination-options.ts';
import { showFiles } from './show-files.ts';
import { tellUnseen } from './tell-unseen.ts';

interface Options extends CommonOptions, DestinationOptions {
  readonly dir: string;
  readonly dryRun?: boolean;
  readonly replace?: boolean;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  addDestinationOptions(
    command
      .description('Publish the site of an issuer, and see that it is public.')
      .requiredOption('--dir <folder>', 'the folder of the site', filled),
  )
    .option('--replace', 'put our keys in the place of those of another issuer')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
The site is first brought up to its key ring. Keys become public before what names them; what is
there already is not written again, so after an interruption the same command goes on. Then each
document is read from the public address, as a stranger does it, and compared. A key signs only after
it was seen there, and after every cache may have seen it.

Keys that lie there already and are none of this ring are those of another issuer: they stay, unless
it is told to --replace them.

Without --to a web server serves the folder of the site itself.`,
    )
    .action(async (options: Options) => {
      const dir = resolve(options.dir);
      const folder = join(await context.data(options), 'keys');
      const schedule = await ringSchedule(context, options);
      const config = await context.config(options);
      const { maxAge, patience, replace } = options;
      const ring = { folder, clock: systemClock };
      const destination = await openDestination(options, config, terminal.env);
      const { publisher, remote } = destination;
      const site = { dir, ring, publisher, maxAge, replace };
      try {
        if (options.dryRun) {
          const files = await planFolder(site);
          if (options.json) print(terminal, printable(JSON.stringify({ files })));
          else showFiles(files, terminal);
          return;
        }
        const published = await publishFolder({
          ...site,
          remote,
          patience,
          schedule,
          onUnseen: (path) => tellUnseen(path, terminal),
        });
        const { issuer, files, manifest } = published;
        if (options.json) {
          const keys = keysOf(manifest);
          print(terminal, printable(JSON.stringify({ issuer, files, keys })));
          return;
        }
        const { good } = createStyle(terminal.stdout, terminal.env);
        print(terminal, `${good('public')}  ${issuer}`);
        showFiles(files, terminal);
        showKeys(manifest, terminal);
      } finally {
        await destination.close();
      }
    });
};

function showKeys(manifest: KeyRingManifest, terminal: Terminal): void {
  const now = epochSeconds(systemClock);
  for (const key of keysOf(manifest)) {
    const more = key.state === 'next' ? `, signs ${describeBeginning(key, now)}` : '';
    print(terminal, printable(`  ${key.kid}  ${key.alg}  ${key.state}${more}`));
  }
}

function keysOf(manifest: KeyRingManifest) {
  const time = ringTime(manifest, epochSeconds(systemClock));
  return manifest.keys
    .map((key) => ({ ...key, state: keyState(key, time) }))
    .filter(({ state }) => state !== 'removed')
    .map(({ kid, alg, state, readBackAt, signsFrom }) => ({
      kid,
      alg,
      state,
      readBackAt,
      signsFrom,
    }));
}
