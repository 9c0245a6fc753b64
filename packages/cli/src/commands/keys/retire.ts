import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DOCUMENT_MAX_AGE,
  epochSeconds,
  findKey,
  hasOtherSigner,
  type KeyEntry,
  type KeyRingManifest,
  keyState,
  printable,
  retireKey,
  ringTime,
  systemClock,
  withdrawKey,
} from '@drawbridge/core';
import { changeRing, showTime } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { print, tell } from '../../terminal.ts';
import { ringFolder, ringSchedule, usage } from './key-options.ts';

interface Options extends CommonOptions {
  readonly compromised?: boolean;
  readonly force?: boolean;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description('End a key: it signs no more. It stays published while its tokens may live.')
    .argument('<kid>', 'the key, as "keys list" names it')
    .option('--compromised', 'withdraw it from the published keys at once, and delete it')
    .option('--force', 'even if nothing signs with its algorithm then')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
A rotation ends keys by itself: this is for a key that must end before its time.
A KID that begins with - stands after --.

When others may know a private key:
  drawbridge keys rotate --now              a new key signs at once
  drawbridge keys retire KID --compromised  the old one is published no more
Tokens that it signed are refused once relying parties fetch the keys anew. A key that
was "next" then lay in the same folder: retire it as well.`,
    )
    .action(async (kid: string, options: Options) => {
      const { compromised = false, force = false } = options;
      const folder = await ringFolder(context, options);
      const schedule = await ringSchedule(context, options);
      let ended: KeyEntry | undefined;
      const { manifest, changed } = await changeRing(folder, systemClock, (current, now) => {
        // In an emergency two people may do it: the second is told the same, not that there is no such key.
        if (compromised && isWithdrawn(current, kid)) return { manifest: current };
        ended = findKey(current, kid);
        if (!force) requireSuccessor(current, ended, now);
        return {
          manifest: compromised
            ? withdrawKey(current, kid)
            : retireKey(current, kid, now, schedule),
        };
      });
      const now = epochSeconds(systemClock);
      if (compromised && ended !== undefined) {
        // An older process may still hold it in memory, for the seconds until it looks again.
        await rm(join(folder, ended.material.file), { force: true });
      }
      const entry = manifest.keys.find((key) => key.kid === kid);
      const removeAfter = entry?.removeAfter ?? null;
      if (options.json) {
        print(terminal, JSON.stringify({ kid, changed, withdrawn: compromised, removeAfter }));
      } else if (removeAfter === null) {
        print(terminal, printable(`${kid} is withdrawn and its file deleted.`));
      } else {
        const told = changed ? 'signs no more' : 'had ended already';
        const until = showTime(removeAfter, now);
        print(terminal, printable(`${kid} ${told}; it stays published until ${until}.`));
      }
      if (compromised) tell(terminal, WITHDRAWN);
    });
};

/** A manifest remembers files of withdrawn keys, which are named for their thumbprints, as most keys are. */
function isWithdrawn({ keys, withdrawn = [] }: KeyRingManifest, kid: string): boolean {
  return withdrawn.includes(`${kid}.pem`) && !keys.some((key) => key.kid === kid);
}

const WITHDRAWN =
  `Relying parties may keep the published keys for ${DOCUMENT_MAX_AGE} seconds, and some keep them for longer: ` +
  'until they fetch them anew they accept what this key signs.';

function requireSuccessor(manifest: KeyRingManifest, key: KeyEntry, now: number): void {
  const state = keyState(key, ringTime(manifest, now));
  if (state !== 'active' && state !== 'next') return;
  if (hasOtherSigner(manifest, key.kid, now)) return;
  throw usage(
    `nothing would sign with ${key.alg} without the key ${key.kid}`,
    `Rotate first: drawbridge keys rotate --alg ${key.alg}, and wait until the successor signs; in an ` +
      'emergency add --now. Or give --force, to give the algorithm up.',
  );
}
