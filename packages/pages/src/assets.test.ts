import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { HAND_ON_SCRIPT } from './hand-on-script.ts';
import { HOME_SCRIPT } from './home/home-script.ts';
import { HOME_STYLE } from './home/home-style.ts';
import { INSPECTOR_UI_SCRIPT } from './inspector-ui/inspector-ui-script.ts';
import { INSPECTOR_UI_STYLE } from './inspector-ui/inspector-ui-style.ts';
import { INSPECTOR_SCRIPT } from './inspector/inspector-script.ts';
import { INSPECTOR_STYLE } from './inspector/inspector-style.ts';
import { STYLE } from './style.ts';

it.each([
  ['style sheet', STYLE],
  ['script of the hand-on', HAND_ON_SCRIPT],
  ['style sheet of the home page', HOME_STYLE],
  ['script of the home page', HOME_SCRIPT],
  ['style sheet of the inspector', INSPECTOR_UI_STYLE],
  ['script of the inspector', INSPECTOR_UI_SCRIPT],
  ['style sheet of the inspector', INSPECTOR_STYLE],
  ['script of the inspector', INSPECTOR_SCRIPT],
])('knows the %s by its hash', (_, { text, hash }) => {
  expect(hash).toBe(`sha256-${createHash('sha256').update(text.toString()).digest('base64')}`);
});
