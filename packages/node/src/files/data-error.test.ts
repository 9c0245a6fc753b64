import { DrawbridgeError } from '@drawbridge/core';
import { describe, expect, it } from 'vitest';
import { dataError } from './data-error.ts';

describe('dataError', () => {
  it('leaves what is a DrawbridgeError already', () => {
    const error = new DrawbridgeError('key_ring_unusable');
    expect(dataError(error, '/x')).toBe(error);
  });

  it.each([
    ['ENOSPC', /^\/x cannot be written: there is no room left \(ENOSPC\)$/, /Free some space/],
    ['EROFS', /^\/x cannot be written: its file system is read only/, /Mount it writable/],
    ['EMFILE', /^\/x cannot be opened: too many files are open \(EMFILE\)$/, /LimitNOFILE=/],
    ['ENFILE', /too many files are open/, /`ulimit -n`/],
    ['EACCES', /^\/x cannot be used \(EACCES\)$/, /Give a folder/],
  ])('says of %s what to do about it', (code, message, hint) => {
    const error = dataError(Object.assign(new Error(code), { code }), '/x');
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
  });

  it.each(['EROFS', 'EACCES'])('names another place, as it is named there, for %s', (code) => {
    const thrown = Object.assign(new Error(code), { code });
    const { hint } = dataError(thrown, '/x', 'Set PLACE.');
    expect(hint).toMatch(/Set PLACE\.$/);
    expect(hint).not.toContain('--data');
  });

  it('takes anything that is thrown', () => {
    expect(dataError(new Error('no code'), '/x').message).toBe('/x cannot be used');
  });
});
