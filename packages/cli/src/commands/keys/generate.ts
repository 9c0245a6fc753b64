import { type Algorithm, EMPTY_MANIFEST, epochSeconds, systemClock } from '@drawbridge/core';
import { addKey, readManifest } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { print } from '../../terminal.ts';
import { describeBeginning } from './describe-beginning.ts';
import { describeDisplaced, displacedKeys } from './displaced-keys.ts';
import { algorithmOption, ringFolder, ringSchedule } from './key-options.ts';

interface Options extends CommonOptions {
  readonly alg: Algorithm;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  command
    .description('Make a signing key and add it to the key ring.')
    .addOption(algorithmOption('the algorithm it signs with').default('RS256'))
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nThe first key of a ring signs at once. A later one is published an hour before it signs,\n' +
        'so that every relying party has seen it, and then takes the place of the keys of its\n' +
        'algorithm. A running exchange follows by itself.\n\n' +
        'For a successor of each key that signs, run "keys rotate".',
    )
    .action(async (options: Options) => {
      const folder = await ringFolder(context, options);
      const schedule = await ringSchedule(context, options);
      let ring = EMPTY_MANIFEST;
      const key = await addKey(folder, options.alg, systemClock, {
        ...schedule,
        before: (current) => (ring = current),
      });
      const { kid, alg, signsFrom } = key;
      if (options.json) {
        print(context.terminal, JSON.stringify({ kid, alg, signsFrom, folder }));
        return;
      }
      const { manifest } = await readManifest(folder);
      const places = describeDisplaced(displacedKeys(ring, manifest, alg));
      const begins = describeBeginning(key, epochSeconds(systemClock));
      print(context.terminal, `${kid}  ${alg}\n  signs ${begins}${places}\n  in ${folder}`);
    });
};
