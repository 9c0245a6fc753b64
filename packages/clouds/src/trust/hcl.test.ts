import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HclExpression, hclData, hclLabel, hclResource, hclString } from './hcl.ts';
import { hostileText } from './hostile-text.fixture.ts';
import { readTerraform } from './read-terraform.fixture.ts';

describe('what is written in HCL', () => {
  it('refuses text that HCL would change', () => {
    expect(() => hclString('e\u0301')).toThrow(
      expect.objectContaining({ code: 'cloud_setting_invalid' }),
    );
  });

  it('is read as what was meant, whatever the text (property)', async () => {
    const texts = hostileText.map((text) => text.normalize('NFC'));
    await fc.assert(
      fc.asyncProperty(texts, texts, async (one, other) => {
        const body = { a: one, list: [one, other], map: { x: other, [one]: 1 }, is: true };
        const { resource } = await readTerraform(hclResource('type', 'label', body));
        expect(resource).toEqual({ type: { label: [body] } });
      }),
      { numRuns: 60 },
    );
  });

  it('has several lines in one text', async () => {
    const { data } = await readTerraform(hclData('type', 'label', { pem: 'a\nb\n' }));
    expect(data).toEqual({ type: { label: [{ pem: 'a\nb\n' }] } });
  });

  it('has expressions as they are', () => {
    expect(hclResource('t', 'l', { of: new HclExpression('a.b.c') })).toBe(
      'resource "t" "l" {\n  of = a.b.c\n}',
    );
  });

  it.each([
    ['ci', 'ci'],
    ['team/ci.x', 'team_ci_x'],
    ['1-ci', 'role_1_ci'],
  ])('makes a label of %s', (name, label) => {
    expect(hclLabel(name, 'role')).toBe(label);
  });
});
