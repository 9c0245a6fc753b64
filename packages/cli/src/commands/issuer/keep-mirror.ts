import { type DrawbridgeError, toDrawbridgeError } from '@drawbridge/core';
import type { MirroredUpstream } from '@drawbridge/issuer/node';
import { exitCode } from '../../exit-codes.ts';

/** How a mirror goes on. */
export interface KeepMirrorOptions {
  /** Copies the documents once. */
  readonly round: () => Promise<MirroredUpstream>;
  /** Waits until the next round. @returns whether there is one */
  readonly wait: () => Promise<boolean>;
  /** Is told of what changed, and of the first round that went well again. */
  readonly show: (mirrored: MirroredUpstream) => void;
  /** Is told of a fault, once for as long as it lasts. */
  readonly tell: (fault: DrawbridgeError) => void;
}

/**
 * Keeps a mirror until it is stopped. A round that fails is told of, and the next one tries again.
 *
 * @throws {DrawbridgeError} what a person must correct: it does not pass by itself
 */
export async function keepMirror({ round, wait, show, tell }: KeepMirrorOptions): Promise<void> {
  let told: string | undefined;
  while (await wait()) {
    try {
      const mirrored = await round();
      const isNews = told !== undefined || mirrored.files.some(({ change }) => change !== 'same');
      if (isNews) show(mirrored);
      told = undefined;
    } catch (thrown) {
      const fault = toDrawbridgeError(thrown);
      if (exitCode(fault.kind) !== exitCode('upstream')) throw thrown;
      if (fault.message !== told) tell(fault);
      told = fault.message;
    }
  }
}
