import { isLoopback, parseUrl } from '@drawbridge/core';
import { isWeakSecret } from '../../../vouch/is-weak-secret.ts';
import type { VouchSettings } from '../../../vouch/vouch-settings.ts';
import type { VouchNote } from '../layers/given-value.ts';
import type { ValueReader } from './value-reader.ts';

/** What is to be said of choices that are valid, and may not be what somebody meant. */
export function noteChoices(reader: ValueReader, settings: VouchSettings): readonly VouchNote[] {
  const { cookie, oauth, teamWhitelist, testing, whiteList } = settings;
  const notes: VouchNote[] = [];
  const note = (event: string, fields: VouchNote['fields']) => notes.push({ event, fields });
  if (testing) {
    note('testing: nothing redirects, each redirect is a page with a link', {
      setting: 'vouch.testing',
    });
  }
  if (reader.isGiven('vouch.cookie.maxAge') || reader.isGiven('vouch.jwt.maxAge')) {
    const wanted = reader.count('vouch.cookie.maxAge', Number.MAX_SAFE_INTEGER) * 60;
    if (wanted > cookie.maxAge) {
      note('the cookie ends with what is in it', {
        setting: 'vouch.cookie.maxAge',
        hint: 'Have vouch.jwt.maxAge be as long.',
      });
    }
  }
  if (!cookie.secure && !callbacksAreLocal(oauth?.callbackUrls ?? [])) {
    note('the cookie goes over plain HTTP too: whoever is on the way can take it', {
      setting: 'vouch.cookie.secure',
    });
  }
  if (teamWhitelist.length > 0 && oauth !== undefined && oauth.provider !== 'github') {
    note('teamWhitelist is for GitHub: no other provider tells teams', {
      setting: 'vouch.teamWhitelist',
    });
  }
  if (settings.allowAllUsers && whiteList.length > 0) {
    note('allowAllUsers lets everybody in, whatever whiteList has', {
      setting: 'vouch.allowAllUsers',
    });
  }
  const sessionKey = reader.text('vouch.session.key');
  if (sessionKey !== undefined && isWeakSecret(sessionKey)) {
    note('session.key has less than 44 characters: it may be found by trying', {
      setting: 'vouch.session.key',
      hint: 'Make one with `openssl rand -base64 32`; who is about to sign in begins again.',
    });
  }
  if (reader.text('vouch.tls.profile') === 'old') {
    note('TLS 1.2 and 1.3 are spoken, and nothing older', { setting: 'vouch.tls.profile' });
  }
  return notes;
}

function callbacksAreLocal(addresses: readonly string[]): boolean {
  return addresses.every((address) => {
    const url = parseUrl(address);
    return url !== undefined && isLoopback(url);
  });
}
