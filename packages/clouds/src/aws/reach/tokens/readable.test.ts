import { describe, expect, it } from 'vitest';
import { readable } from './readable.ts';

describe('readable', () => {
  it.each([
    ['', /^.*$/, 'x'],
    ['acme/', /^acme\/.*$/, 'acme/x'],
    [':', /^[^:]*:[^:]*$/, 'x:x'],
    ['acme/:main', /^acme\/.*:main$/, 'acme/x:main'],
    ['acme/', /^acme\/$/, 'acme/'],
    ['main', /^.*$/, 'main'],
    ['x'.repeat(500), /^.*$/, 'x'.repeat(500)],
  ])('of %j that fits %s makes %j', (text, fitting, expected) => {
    expect(readable(text, (each) => fitting.test(each))).toBe(expected);
  });
});
