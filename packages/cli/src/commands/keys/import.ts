import {
  type Algorithm,
  EMPTY_MANIFEST,
  epochSeconds,
  type JoiningKey,
  joinKeys,
  keyState,
  printable,
  ringTime,
  systemClock,
} from '@drawbridge/core';
import { changeRing } from '@drawbridge/node';
import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled } from '../../option-values.ts';
import { print, tell } from '../../terminal.ts';
import { describeBeginning } from './describe-beginning.ts';
import { describeDisplaced, displacedKeys } from './displaced-keys.ts';
import { algorithmOption, ringFolder, ringSchedule } from './key-options.ts';
import { takeKeyFile } from './take-key-file.ts';

interface Options extends CommonOptions {
  readonly alg?: Algorithm;
  readonly kid?: string;
  readonly only?: string;
  readonly state: JoiningKey['state'];
  readonly passphraseFile?: string;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description('Add keys that were made elsewhere to the key ring.')
    .argument('<file>', 'PEM (PKCS #8, PKCS #1, SEC 1), JWK or JWK Set; - reads standard input')
    .addOption(algorithmOption('what it signs with, where its type leaves a choice'))
    .option('--kid <kid>', 'the name it gets, in place of its own', filled)
    .option('--only <kid>', 'of a JWK Set, take only the key of this name', filled)
    .addOption(
      new Option('--state <state>', 'where it stands in the ring')
        .choices(['next', 'active', 'retired'])
        .default('next'),
    )
    .option('--passphrase-file <file>', 'the passphrase of an encrypted PEM', filled)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
A key is "next" when no relying party knows it: it is published for an hour, then signs in
place of the keys of its algorithm. It is "active" when they know it already, from where it
comes from: it signs at once. It is "retired" when it only verifies tokens that it signed
elsewhere: only its public part is taken, for a day. The keys of an empty ring sign at once.
Where the documents are published elsewhere, every key waits to be read back from there first.

The file stays as it is: delete it. Importing a key again does nothing.`,
    )
    .action(async (path: string, options: Options) => {
      const folder = await ringFolder(context, options);
      const schedule = await ringSchedule(context, options);
      const taken = await takeKeyFile(path, options, terminal);
      const files = taken.flatMap(({ file }) => file ?? []);
      const keys = taken.map(({ key }) => key);
      let before = EMPTY_MANIFEST;
      const { manifest, changed } = await changeRing(folder, systemClock, (current, now) => {
        before = current;
        return { manifest: joinKeys(current, keys, now, schedule), files };
      });
      const now = epochSeconds(systemClock);
      const time = ringTime(manifest, now);
      const entries = manifest.keys.filter(({ kid }) => keys.some((key) => key.kid === kid));
      if (options.json) {
        const shown = entries.map((entry) => {
          const { kid, alg, signsFrom } = entry;
          return { kid, alg, state: keyState(entry, time), signsFrom };
        });
        print(terminal, printable(JSON.stringify({ keys: shown, changed, folder })));
        return;
      }
      for (const entry of entries) {
        const state = keyState(entry, time);
        const from = state === 'next' ? `, signs ${describeBeginning(entry, now)}` : '';
        const known = before.keys.some(({ kid }) => kid === entry.kid);
        const displaced =
          known || state === 'retired' ? [] : displacedKeys(before, manifest, entry.alg);
        const shown = printable(`${entry.kid}  ${entry.alg}  ${state}${from}`);
        print(terminal, `${shown}${describeDisplaced(displaced)}`);
      }
      if (!changed) tell(terminal, `The key ring in ${folder} had all of this already.`);
    });
};
