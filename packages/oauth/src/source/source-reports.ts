import { type DrawbridgeError, type Log, type Metrics, toDrawbridgeError } from '@drawbridge/core';
import { isPassing } from './back-off.ts';
import type { Renewed } from './renewal.ts';

/** What is told of a source's work: to its log, and as figures. None of it holds a token. */
export interface SourceReports {
  /** That tokens end with the process, which cannot be had again. */
  inMemoryAlone(): void;
  /** @param renewed - `undefined`: another process did it */
  renewed(renewed: Renewed | undefined): void;
  /** The same fault is told of once. @param wait - milliseconds until it is tried again */
  failed(fault: DrawbridgeError, wait: number): void;
  /** That something could not be written. */
  unsaved(renewed: Renewed): void;
  /** What became of that: `kept` after all; `dropped`, since another process has kept others. */
  savedAgain(end: 'kept' | 'dropped'): void;
  /** That nothing renews the tokens any more. */
  ended(fault: DrawbridgeError): void;
  /** That what could not be written is lost now, with the process. */
  lost(thrown: unknown): void;
}

export function createReports(log: Log, metrics: Metrics): SourceReports {
  /** The fault that the log knows of. */
  let told: string | undefined;
  const count = (outcome: string) => metrics.count('drawbridge_token_refreshes_total', { outcome });

  return {
    inMemoryAlone() {
      log.warn('tokens are kept in memory alone', {
        detail: 'each refresh token is good for one use, and the newest ends with this process',
        hint: 'Keep them in a folder or a store, or sign in anew after each start.',
      });
    },

    renewed(renewed) {
      count(renewed === undefined ? 'taken' : 'renewed');
      if (renewed?.unsaved === undefined) {
        if (told !== undefined) log.info('tokens renewed again');
        told = undefined;
      }
      const by = renewed === undefined ? 'another process' : 'this process';
      log.debug('tokens renewed', { by });
    },

    failed(fault, wait) {
      count('failed');
      const { message: detail, hint, code } = fault;
      const fields = { detail, hint, code, seconds: Math.ceil(wait / 1000) };
      if (told === detail) log.debug('tokens not renewed', fields);
      else log[isPassing(fault) ? 'warn' : 'error']('tokens not renewed', fields);
      told = detail;
    },

    unsaved(renewed) {
      const { message = '', hint = '' } = renewed.unsaved?.fault ?? {};
      if ('ended' in renewed) {
        log.error('the end of a sign-in not kept', {
          detail: `other processes may try the refused token once more: ${message}`,
          hint,
        });
      } else {
        log.error('tokens not kept', {
          detail: `the new tokens are in the memory of this process alone: ${message}`,
          hint: `${hint} It is tried again. If this process ends before, a new sign-in is needed.`.trim(),
        });
      }
    },

    savedAgain(end) {
      if (end === 'kept') {
        log.info('tokens kept after all');
      } else {
        log.error('tokens of this process dropped', {
          detail: 'they could not be kept for a while, and another process has kept others since',
          hint: 'Those are used now. If a sign-in is needed soon, this is why.',
        });
      }
    },

    ended(fault) {
      count('ended');
      log.error('sign-in needed', { detail: fault.message, hint: fault.hint });
    },

    lost(thrown) {
      log.error('tokens lost', {
        detail: `the newest could not be kept: ${toDrawbridgeError(thrown).message}`,
        hint: 'Sign in again when the tokens at hand have expired.',
      });
    },
  };
}
