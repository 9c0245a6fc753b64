import { quote } from '@drawbridge/core';
import { settingFault } from '../setting-fault.ts';
import { isVisibleLine } from './visible-line.ts';

/**
 * Sees that texts can be trusted by somebody who reads them: one line each, none empty, nothing hidden.
 *
 * @param what - what each is, with its article: `an audience`
 * @throws {DrawbridgeError} `cloud_setting_invalid`
 */
export function requireTexts(texts: readonly string[], what: string): void {
  const wrong = texts.find((text) => text === '' || !isVisibleLine(text));
  if (wrong === undefined) return;
  const name = what.replace(/^an? /, '');
  throw settingFault(
    `${quote(wrong)} is no ${name}`,
    `${what.charAt(0).toUpperCase()}${what.slice(1)} is text of one line.`,
  );
}
