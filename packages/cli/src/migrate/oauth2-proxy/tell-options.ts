import { quote } from '@drawbridge/core';
import { CARRIED } from '../becomes.ts';
import { OPTIONS } from './options/all-options.ts';
import { isDefault, type Settings } from './settings.ts';

/**
 * Tells of every option that was given and has no setting of ours, in one sentence each. One that says what is so anyway, or
 * what oauth2-proxy did without it, is passed over.
 */
export function tellOptions(settings: Settings): void {
  for (const name of settings.given.keys()) {
    const option = OPTIONS.get(name);
    if (option === undefined) {
      settings.note(quote(name), 'not carried over; it is no option of oauth2-proxy.');
    } else if (option.becomes.kind !== 'setting' && !isDefault(settings, name)) {
      settings.note(name, `${CARRIED[option.becomes.kind]} ${option.becomes.sentence}`);
    }
  }
}
