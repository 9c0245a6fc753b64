import type { Metrics } from '@drawbridge/core';
import { createLogRecorder } from '@drawbridge/testing';
import { describe, expect, it } from 'vitest';
import { fault, tokenSet } from './source.fixture.ts';
import { createReports } from './source-reports.ts';

const tokens = tokenSet(1, 1_000, 60);
const passing = fault('token_endpoint_unreachable');
const full = { change: { next: { tokens }, base: undefined }, fault: fault('data_unusable') };

function reports() {
  const log = createLogRecorder();
  const counts: string[] = [];
  const metrics: Metrics = {
    count: (name, labels) => void counts.push(`${name} ${Object.values(labels ?? {}).join()}`),
    observe: () => {},
    set: () => {},
  };
  const told = () => log.entries.map(({ level, event }) => `${level}: ${event}`);
  return { ...createReports(log, metrics), log, counts, told };
}

describe('what is told of a source', () => {
  it('is counted by what came of it', () => {
    const { renewed, failed, ended, counts, log } = reports();
    renewed({ tokens });
    renewed(undefined);
    failed(passing, 1_000);
    ended(fault('sign_in_needed'));
    const figures = ['renewed', 'taken', 'failed', 'ended'];
    expect(counts).toEqual(figures.map((each) => `drawbridge_token_refreshes_total ${each}`));
    expect(log.entries.slice(0, 2).map(({ fields }) => fields)).toEqual([
      { by: 'this process' },
      { by: 'another process' },
    ]);
  });

  it('is the same fault once, until it is over, which is told, too', () => {
    const { renewed, failed, told } = reports();
    renewed({ tokens });
    failed(passing, 1);
    failed(passing, 1);
    failed(fault('data_unusable'), 1);
    renewed({ tokens });
    renewed({ tokens });
    failed(passing, 1);
    expect(told()).toEqual([
      'debug: tokens renewed',
      'warn: tokens not renewed',
      'debug: tokens not renewed',
      'error: tokens not renewed',
      'info: tokens renewed again',
      'debug: tokens renewed',
      'debug: tokens renewed',
      'warn: tokens not renewed',
    ]);
  });

  it('is no end of a fault while the new tokens are in memory alone', () => {
    const { renewed, failed, told } = reports();
    failed(passing, 1);
    renewed({ tokens, unsaved: full });
    expect(told()).not.toContain('info: tokens renewed again');
    renewed({ tokens });
    expect(told()).toContain('info: tokens renewed again');
  });

  it('tells what could not be written: new tokens, or that there will be none', () => {
    const { unsaved, log } = reports();
    unsaved({ tokens, unsaved: full });
    unsaved({ ended: fault('sign_in_needed'), unsaved: full });
    expect(log.entries).toMatchObject([
      {
        event: 'tokens not kept',
        fields: {
          detail: 'the new tokens are in the memory of this process alone: test says data_unusable',
          hint: 'test hint It is tried again. If this process ends before, a new sign-in is needed.',
        },
      },
      {
        event: 'the end of a sign-in not kept',
        fields: {
          detail: 'other processes may try the refused token once more: test says data_unusable',
          hint: 'test hint',
        },
      },
    ]);
  });
});
