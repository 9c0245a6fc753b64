import {
  epochSeconds,
  type KeyEntry,
  type KeyRingManifest,
  keyState,
  printable,
  ringTime,
  systemClock,
} from '@drawbridge/core';
import { createStyle, readManifest, showTime, type Style } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { print, tell } from '../../terminal.ts';
import { describeBeginning } from './describe-beginning.ts';
import { ringFolder } from './key-options.ts';
import { drawTimeline } from './timeline.ts';

interface Options extends CommonOptions {
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description('Show the keys of the key ring, where each one stands, and what comes when.')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nThe first line says whose ring it is, once an issuer has used it.\n\n' +
        'A key is "next" while relying parties learn of it, "active" while it signs, "retired"\n' +
        'while tokens signed by it may live, and "removed" once it is published no more. Where the\n' +
        'documents are published elsewhere, a key also is "next" until it was read back from there.\n\n' +
        'In the picture a key is published where there is a line, and signs where it is bold.\n' +
        'What stands at its right end is how far away that is.',
    )
    .action(async (options: Options) => {
      const folder = await ringFolder(context, options);
      const { manifest } = await readManifest(folder);
      const now = epochSeconds(systemClock);
      if (options.json) {
        print(terminal, JSON.stringify(manifest.keys.map((key) => toJson(key, manifest, now))));
      } else if (manifest.keys.length === 0) {
        tell(
          terminal,
          `The key ring in ${folder} is empty. Make a key: drawbridge keys generate. Or is your ring ` +
            'elsewhere? Give its --data or --config.',
        );
      } else {
        const style = createStyle(terminal.stdout, terminal.env);
        const keys = manifest.keys.map((key) => describe(key, manifest, now, style));
        print(terminal, [...owner(manifest), ...keys, ...drawTimeline(manifest, now)].join('\n'));
      }
    });
};

function toJson(key: KeyEntry, manifest: KeyRingManifest, now: number) {
  const { kid, purpose, alg, publishedAt, readBackAt, signsFrom, signsUntil, removeAfter } = key;
  const state = keyState(key, ringTime(manifest, now));
  const times = { publishedAt, readBackAt, signsFrom, signsUntil, removeAfter };
  return { kid, purpose, alg, state, ...times, issuer: manifest.issuer ?? null };
}

/** Whose ring it is. Nothing for one that nobody has used yet. */
function owner({ issuer }: KeyRingManifest): readonly string[] {
  return issuer === undefined ? [] : [printable(`key ring of ${issuer}`)];
}

function describe(key: KeyEntry, manifest: KeyRingManifest, now: number, style: Style): string {
  const state = keyState(key, ringTime(manifest, now));
  const shown = state === 'active' ? style.good(state) : state;
  const { signsFrom, signsUntil, removeAfter } = key;
  const at = (time: number) => showTime(time, now);
  const begun = signsFrom !== null && signsFrom <= now && state !== 'active';
  const times: readonly string[] = [
    // Imported to be published alone, or passed over by an emergency.
    ...(signsUntil !== null && signsUntil === signsFrom
      ? ['signs nothing']
      : [
          `${begun ? 'signed' : 'signs'} ${describeBeginning(key, now)}`,
          ...(signsUntil === null ? [] : [`until ${at(signsUntil)}`]),
        ]),
    ...(removeAfter === null ? [] : [`published until ${at(removeAfter)}`]),
  ];
  return `${style.bold(printable(key.kid))}  ${key.alg}  ${shown}\n  ${times.join('\n  ')}`;
}
