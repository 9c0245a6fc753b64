import { expect, it } from 'vitest';
import { createSentenceLog } from './sentence-log.ts';

it('warnings are sentences on one line, and steps are not told', () => {
  const lines: string[] = [];
  const log = createSentenceLog((line) => lines.push(line));
  log.debug('a step');
  log.info('news');
  log.warn('it is kept in files', { detail: 'no keyring\nanswers \u001b[31m' });
  log.error('it is lost');
  expect(lines).toEqual([
    expect.stringMatching(/^drawbridge: it is kept in files: no keyring answers [^\u001b]+$/),
    'drawbridge: it is lost',
  ]);
});
