import { describe, expect, it } from 'vitest';
import { createStyle } from './style.ts';

const NAMES = ['bold', 'dim', 'good', 'bad', 'accent'] as const;

describe('createStyle', () => {
  it.each([
    ['no terminal', { isTTY: false }, {}],
    ['a stream that does not say', {}, {}],
    ['NO_COLOR', { isTTY: true }, { NO_COLOR: '1' }],
    ['a dumb terminal', { isTTY: true }, { TERM: 'dumb' }],
  ])('leaves text alone on %s', (_, stream, env) => {
    const style = createStyle(stream, env);
    for (const name of NAMES) expect(style[name]('x')).toBe('x');
  });

  it.each([{}, { NO_COLOR: '' }, { TERM: 'xterm' }])('sets text off on a terminal, %j', (env) => {
    const style = createStyle({ isTTY: true }, env);
    expect(new Set(NAMES.map((name) => style[name]('x'))).size).toBe(NAMES.length);
    expect(style.bad('x')).toBe('\u001b[31mx\u001b[39m');
  });
});
