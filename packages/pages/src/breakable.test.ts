import fc from 'fast-check';
import { expect, it } from 'vitest';
import { breakable } from './breakable.ts';
import { html } from './html.ts';

const shown = (name: string) => html`${breakable(name)}`.toString();

it.each([
  [
    'arn:aws:iam::123456789012:role/team/Read_Only',
    'arn:|aws:|iam::|123456789012:|role/|team/|Read_|Only',
  ],
  ['https://id.example.org/realms/a', 'https://|id|.example|.org/|realms/|a'],
  ['ada.king@example.org', 'ada|.king@|example|.org'],
  ['/opt/ada/.aws/config', '/|opt/|ada/|.aws/|config'],
  ['dev', 'dev'],
  ['', ''],
])('breaks %s between its parts alone', (name, parts) => {
  expect(shown(name)).toBe(parts.replaceAll('|', '<wbr>'));
});

it('changes nothing of what is copied', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(shown(name).replaceAll('<wbr>', '')).toBe(html`${name}`.toString());
    }),
  );
});
