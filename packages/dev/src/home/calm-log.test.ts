import { createLogRecorder } from '@drawbridge/testing';
import { expect, it } from 'vitest';
import { calmLog } from './calm-log.ts';

it('tells of faults at once, and of the rest once the parts are open', () => {
  let isOpen = false;
  const tellAll = () => {
    const told = createLogRecorder();
    const log = calmLog(told, () => isOpen);
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](level);
    return told.entries.map(({ event }) => event);
  };
  expect(tellAll()).toEqual(['warn', 'error']);
  isOpen = true;
  expect(tellAll()).toEqual(['debug', 'info', 'warn', 'error']);
});
