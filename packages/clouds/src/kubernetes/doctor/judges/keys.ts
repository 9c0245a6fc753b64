import { noKeys } from '../../../doctor/checks/about-documents.ts';
import { everyKey } from '../../../doctor/checks/about-keys.ts';
import { failed, type Outcome, passed } from '../../../doctor/outcome.ts';
import { goKeyFault } from '../../../doctor/measure/go-key-fault.ts';
import { span } from '../../../doctor/measure/moment.ts';
import type { Scene } from '../../../doctor/scene.ts';

/** Seconds that keys may be kept before it is worth a word. */
const LONG = 3600;
/** Seconds that keys are kept at most where the answer does not say how long. */
const DAY = 86_400;

export const areReadable = everyKey(
  goKeyFault,
  'Take the key out of the JWK Set or correct it: with it there the API server reads none of the others.',
);

/** A new key is seen before long. */
export function areFetchedSoon({ seen: { jwks, now } }: Scene): Outcome {
  if (jwks === undefined || jwks.status !== 200) {
    return noKeys();
  }
  const { seconds, by } = keptFor(jwks.headers, now);
  const told = `the API server keeps the keys for ${span(seconds)} (${by})`;
  return seconds <= LONG
    ? passed(told)
    : failed(
        `${told}, and does not see a new key before`,
        'Serve the JWK Set with Cache-Control: public, max-age=300, or have a key sign only when it was published as long before.',
      );
}

/** As pquerna/cachecontrol reckons, for which an API server is a shared cache. */
function keptFor(
  headers: Readonly<Record<string, string>>,
  now: number,
): { readonly seconds: number; readonly by: string } {
  const control = headers['cache-control'] ?? '';
  for (const name of ['s-maxage', 'max-age']) {
    const [, digits] = new RegExp(`(?:^|[\\s,])${name}="?(\\d{1,10})`, 'i').exec(control) ?? [];
    if (digits !== undefined) return { seconds: Number(digits), by: name };
  }
  const at = (name: string) => Date.parse(headers[name] ?? '') / 1000;
  const [expires, date, modified] = [at('expires'), at('date'), at('last-modified')];
  if (!Number.isNaN(expires)) {
    const since = Number.isNaN(date) ? now / 1000 : date;
    return { seconds: Math.max(0, expires - since), by: 'Expires' };
  }
  if (!Number.isNaN(modified)) {
    const tenth = Math.max(0, (now / 1000 - modified) / 10);
    return { seconds: Math.min(DAY, tenth), by: 'no Cache-Control, and Last-Modified' };
  }
  return { seconds: 0, by: 'no Cache-Control' };
}
