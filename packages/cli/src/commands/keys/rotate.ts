import {
  type Algorithm,
  DOCUMENT_MAX_AGE,
  epochSeconds,
  type KeyEntry,
  keysByAlgorithm,
  type KeyRingManifest,
  PUBLISH_DELAY,
  repairFuture,
  systemClock,
} from '@drawbridge/core';
import { addKeys, readManifest, shellWord, showTime } from '@drawbridge/node';
import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { print, tell } from '../../terminal.ts';
import { describeBeginning } from './describe-beginning.ts';
import { algorithmOption, moment, ringFolder, ringSchedule, usage } from './key-options.ts';

interface Options extends CommonOptions {
  readonly alg?: Algorithm;
  readonly at?: number;
  readonly now?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** A key and the one whose place it takes. */
interface Rotation {
  readonly key: KeyEntry;
  readonly after: string | undefined;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description('Make a successor for each key that signs.')
    .addOption(algorithmOption('only for the key of this algorithm'))
    .addOption(
      new Option('--at <time>', 'when the successor takes over, such as 2026-12-01T04:00:00Z')
        .argParser(moment)
        .conflicts('now'),
    )
    .option('--now', 'in an emergency: sign with the successor at once')
    .option('--force', 'make one although a successor is waiting already')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
The successor is published at once. An hour later, when every relying party has seen it, it
signs, and the key before it stays published while its tokens may live. A running exchange
follows by itself. Where a successor is waiting already there is nothing to do: the command
may run from a timer.

With --now, relying parties that keep our documents refuse its tokens until they fetch
them anew. A key that was waiting is passed over and signs nothing. Where the documents are
published elsewhere, even then a key signs only after it was read back from there.

"keys generate" makes the first key, or one of a further algorithm; this is for all that
come after.`,
    )
    .action(async (options: Options) => {
      const folder = await ringFolder(context, options);
      const schedule = await ringSchedule(context, options);
      const { alg: only, at, force = false } = options;
      const emergency = options.now === true;
      const now = epochSeconds(systemClock);
      const { publishDelay = PUBLISH_DELAY } = schedule;
      if (at !== undefined && at < now + publishDelay) {
        throw usage(
          `a key that signs at ${showTime(at, now)} would not be seen by every relying party before`,
          `Give a time ${publishDelay} seconds away or more; in an emergency, give --now.`,
        );
      }
      const before = (await readManifest(folder)).manifest;
      requireKeys(before, only, folder, now);
      const wanted = (manifest: KeyRingManifest, time: number) =>
        keysByAlgorithm(manifest, time)
          .filter(({ alg }) => only === undefined || alg === only)
          .filter(({ next }) => next === undefined || force || emergency)
          .map(({ alg }) => alg);
      const signsFrom = emergency ? now : at;
      const made = await addKeys(folder, wanted, systemClock, {
        ...schedule,
        signsFrom,
        before: (manifest, time) => repairFuture(manifest, time, schedule),
      });
      const { manifest } = await readManifest(folder);
      const rotations = made.map((key) => ({ key, after: predecessor(before, key, now) }));
      const waiting = keysByAlgorithm(manifest, now).flatMap(({ alg, next }) =>
        next === undefined || made.some(({ kid }) => kid === next.kid) ? [] : { alg, next },
      );
      if (options.json) {
        const keys = rotations.map(({ key: { kid, alg, signsFrom: from }, after }) => {
          return { kid, alg, signsFrom: from, after };
        });
        print(terminal, JSON.stringify({ keys, folder }));
      } else {
        for (const rotation of rotations) print(terminal, describe(rotation, now));
      }
      for (const { alg, next } of waiting) {
        if (only !== undefined && alg !== only) continue;
        tell(
          terminal,
          `${alg}: ${next.kid} is waiting already and signs ${describeBeginning(next, now)}.`,
        );
      }
      if (emergency && made.length > 0) {
        tell(terminal, manifest.readBack === true ? EMERGENCY_ELSEWHERE : EMERGENCY);
      }
      const { exchange } = await context.config(options);
      const isByHand = manifest.readBack === true && exchange?.publish === undefined;
      const isUnread = manifest.keys.some(({ signsFrom: from }) => from === null);
      if (isByHand && isUnread) tell(terminal, publishNow(options.data));
    });
};

const EMERGENCY =
  `It signs at once. Relying parties that fetched our documents in the last ${DOCUMENT_MAX_AGE} seconds, and ` +
  'those that keep them for longer, refuse its tokens until they fetch them anew.';

const EMERGENCY_ELSEWHERE =
  'It signs as soon as it was read back from the public address; until then the key before it signs on. Relying ' +
  'parties that keep our documents refuse its tokens until they fetch them anew.';

/** Nothing else does it: an exchange publishes by itself, a site waits for its owner. */
const publishNow = (data: string | undefined) =>
  `Now publish the site: drawbridge issuer publish --dir DIR${data === undefined ? '' : ` --data ${shellWord(data)}`}, ` +
  'with the --to that it went to before. Until the new key was seen at the public address, it does not sign.';

function requireKeys(
  manifest: KeyRingManifest,
  only: Algorithm | undefined,
  folder: string,
  now: number,
): void {
  const present = keysByAlgorithm(manifest, now).map(({ alg }) => alg);
  if (only === undefined ? present.length > 0 : present.includes(only)) return;
  throw usage(
    `the key ring in ${folder} has no ${only ?? ''} key to succeed`.replace('  ', ' '),
    `Make the first one: drawbridge keys generate${only === undefined ? '' : ` --alg ${only}`}`,
  );
}

function predecessor(before: KeyRingManifest, key: KeyEntry, now: number): string | undefined {
  return keysByAlgorithm(before, now).find(({ alg }) => alg === key.alg)?.active?.kid;
}

function describe({ key, after }: Rotation, now: number): string {
  const place = after === undefined ? '' : `\n  in place of ${after}`;
  return `${key.kid}  ${key.alg}\n  signs ${describeBeginning(key, now)}${place}`;
}
