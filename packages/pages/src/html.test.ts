import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from './html.ts';

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('<', '>', '&', '"', "'", '`', '\0', '\n', '\u202e', '\ud800', '\u2028'),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
});

/** As a browser reads it, of the entities that there are. */
function unescape(escaped: string): string {
  const marks: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return escaped.replace(/&([^;]*);/g, (_, name: string) => marks[name] ?? 'unknown');
}

describe('html', () => {
  it('lets no text become markup, in an element or an attribute', () => {
    fc.assert(
      fc.property(text, (value) => {
        const inner = html`${value}`.toString();
        expect(inner).not.toMatch(/[<>"']/);
        expect(inner).not.toMatch(/&(?!(?:amp|lt|gt|quot|#39);)/);
        expect(inner).not.toMatch(/\p{Cs}/u);
        expect(html`<a b="${value}">${[value]}</a>`.toString()).toBe(
          `<a b="${inner}">${inner}</a>`,
        );
      }),
    );
  });

  it('keeps what a reader sees', () => {
    fc.assert(
      fc.property(text, (value) => {
        const seen = value.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '\ufffd');
        expect(unescape(html`${value}`.toString())).toBe(seen);
      }),
    );
  });

  it.each([
    ['a picture of two', '\u{1f469}\u{1f3fd}\u200d\u{1f680}', true],
    ['a picture with a variant', '\u2764\ufe0f\u200d\u{1f525}', true],
    ['a Persian word', '\u0645\u06cc\u200c\u062e', true],
    ['a joiner between Latin letters', 'ad\u200da', false],
    ['a joiner after an accent', 'e\u0301\u200da', false],
    ['a joiner at the end', '\u{1f469}\u200d', false],
  ])('shows %s as it is, or that there is something: %s', (_, value, isKept) => {
    expect(html`${value}`.toString() === value).toBe(isKept);
  });

  it('escapes once, however deep it stands', () => {
    const inner = html`<b>${'<&>'}</b>`;
    expect(html`${[inner, undefined, [inner]]}`.toString()).toBe('<b>&lt;&amp;&gt;</b>'.repeat(2));
  });

  it('takes no text that only looks like HTML of its own', () => {
    const forged = { toString: () => '<script>' } as unknown as string;
    expect(() => html`${forged}`.toString()).toThrow();
  });
});
