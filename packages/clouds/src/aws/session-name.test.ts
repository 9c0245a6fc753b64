import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { isSessionName, sessionName } from './session-name.ts';

/** As the STS API reference has it. */
const REFERENCE = /^[\w+=,.@-]{2,64}$/;

describe('sessionName', () => {
  it.each([
    ['ann@example.com', 'ann@example.com'],
    ['repo:acme/app:ref:refs/heads/main', 'repo-acme-app-ref-refs-heads-main'],
    ['Zoë Müller', 'Zoe-Muller'],
    ['auth0|1234', 'auth0-1234'],
    ['-x-', '-x-'],
    ['x', 'drawbridge-x'],
    ['', 'drawbridge'],
    ['😀', 'drawbridge'],
    ['a\nb', 'a-b'],
  ])('makes of %j %s', (text, name) => {
    expect(sessionName(text)).toBe(name);
  });

  it('keeps both ends of what is long', () => {
    const name = sessionName(`project-${'x'.repeat(100)}-4711`);
    expect(name).toMatch(/^project-x+-4711$/);
    expect(name).toHaveLength(64);
  });

  it('is a name whatever the text, and of a name that name (property)', () => {
    const near = fc
      .array(fc.constantFrom('a', '-', ':', 'é', '\u0301', '😀', ' '))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: anyCharacter, maxLength: 200 }), near), (text) => {
        const name = sessionName(text);
        expect(name).toMatch(REFERENCE);
        expect(sessionName(name)).toBe(name);
        if (isSessionName(text)) expect(name).toBe(text);
      }),
    );
  });
});
