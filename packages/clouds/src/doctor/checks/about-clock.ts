import { span } from '../measure/moment.ts';
import { failed, type Outcome, passed, unknown, unread } from '../outcome.ts';
import type { Scene } from '../scene.ts';

/**
 * The clock of this machine, by which times are judged here, and that of the issuer's server agree.
 *
 * @param limit - seconds
 */
export function clocksAgree(limit: number): (scene: Scene) => Outcome {
  return ({ seen: { discovery, now } }) => {
    const date = Date.parse(discovery.headers['date'] ?? '');
    if (discovery.status === undefined) {
      return unread(
        'the clock of the issuer was not seen',
        'Correct what keeps its server from being reached first.',
      );
    }
    if (Number.isNaN(date)) {
      return unknown(
        "the issuer's server did not say what time it has",
        'Compare the clock of this machine with another one: "date -u" prints it.',
      );
    }
    // What comes out of a cache has the date of when it was put there (RFC 9111 section 4.2.3).
    const age = /^\d{1,9}$/.test(discovery.headers['age'] ?? '')
      ? Number(discovery.headers['age'])
      : 0;
    const off = Math.round((now - date) / 1000) - age;
    const far = Math.abs(off);
    const told = `the clock here is ${span(far)} ${off > 0 ? 'ahead of' : 'behind'} the issuer's server`;
    return far <= limit
      ? passed(off === 0 ? "the clock here is that of the issuer's server" : told)
      : failed(
          told,
          'Set both clocks by NTP. What is said here of the times of the token is by the clock of this machine.',
        );
  };
}
