import { check, type Check } from './check.ts';

/** Seconds by which the clock may be off before it is worth a word. */
const WORTH_A_WORD = 30;
/** Seconds from which on nothing goes: AWS takes no request that is signed further off (Signature Version 4). */
const TOO_FAR = 300;

/**
 * Judges the clock of this machine by that of the provider.
 *
 * @param answer - header fields of an answer of the provider: `date`, and `age` where it came out of a cache
 * @param now - milliseconds since 1970
 */
export function checkClock(
  answer: Readonly<Record<string, string>>,
  now: number,
): readonly Check[] {
  const date = Date.parse(answer['date'] ?? '');
  if (Number.isNaN(date)) return [];
  const age = /^\d{1,9}$/.test(answer['age'] ?? '') ? Number(answer['age']) : 0;
  const off = Math.round((now - date) / 1000) - age;
  const far = Math.abs(off);
  const state = far > TOO_FAR ? 'failed' : far > WORTH_A_WORD ? 'warning' : 'passed';
  return [
    check('clock', state, {
      seen:
        off === 0
          ? 'as that of the provider'
          : `${far} seconds ${off > 0 ? 'ahead of' : 'behind'} that of the provider`,
      wanted: `at most ${WORTH_A_WORD} seconds off: tokens are good for a time`,
      fix: 'Set the clock of this machine, and have it kept by NTP.',
    }),
  ];
}
