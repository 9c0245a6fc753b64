import { type JsonObject, member } from '@drawbridge/core';
import { about, type Finding, unclear, unmet } from '../../trust/finding.ts';
import type { VaultRequirement } from '../doctor/requirements.ts';
import { isInMilliseconds, MILLISECONDS, moment } from '../../doctor/measure/moment.ts';
import { shown } from '../../trust/shown.ts';
import type { Leeways } from './vault-trust.ts';

/** hashicorp/cap jwt.go: `DefaultLeewaySeconds`, and go-jose's `DefaultLeeway`. */
const DEFAULTS = { missing: 150, clockSkew: 60 } as const;

/** Seconds since the epoch; `undefined` for a claim that is missing. */
interface Times {
  readonly exp: number | undefined;
  readonly nbf: number | undefined;
  readonly iat: number | undefined;
}

type TimeFault = 'none' | 'nbf' | 'exp' | 'iat';

/**
 * The claims of time, as `Validate` of hashicorp/cap judges them. `clock_skew_leeway` is granted on all of them. The
 * other two leeways are not, whatever the documentation calls them: they make up for a claim that is missing. Without `exp` a token ends
 * `expiration_leeway` after it began; with `exp` alone it begins `not_before_leeway` before that.
 *
 * @param now - seconds since the epoch
 */
export function checkTimes(
  claims: JsonObject,
  leeways: Leeways,
  now: number,
  title: string,
): readonly Finding[] {
  const form = checkTimeForm(claims, title);
  if (form.length > 0) return form;
  const find = (name: string) => {
    const value = member(claims, name);
    return typeof value === 'number' ? Math.trunc(value) : undefined;
  };
  const times = { exp: find('exp'), nbf: find('nbf'), iat: find('iat') };
  const since = timeFault(times, leeways, now, -Infinity);
  const before = timeFault(zerosMissing(times), leeways, now, 0);
  const fault = since ?? before;
  if (fault === undefined) return [];
  const { reason } = explain(fault, claims, leeways, now, title);
  const isCertain = before !== undefined && since !== undefined;
  return about<VaultRequirement>([requirementOf(fault, times)], [{ isCertain, reason }]);
}

/** What is not met: of a claim that is missing, what is taken for it. */
function requirementOf(fault: TimeFault, { exp, nbf, iat }: Times): VaultRequirement {
  if (fault === 'none') return 'times-some';
  const isMissing = fault === 'exp' ? exp === undefined : nbf === undefined && iat === undefined;
  return isMissing ? 'times-missing' : 'times-skew';
}

/** That times are numbers, of our time. */
export function checkTimeForm(claims: JsonObject, title: string): readonly Finding[] {
  return ['exp', 'nbf', 'iat'].flatMap((name): readonly Finding[] => {
    const value = member(claims, name) ?? 0;
    const [at, seen] = [`${title}, ${name}`, `the ${name} is ${shown(value)}`];
    if (typeof value !== 'number') {
      const fix = `Have the issuer write ${name} as a number of seconds.`;
      return about<VaultRequirement>(['claims-form'], [unmet(at, seen, 'a number', fix)]);
    }
    if (Math.abs(value) <= Number.MAX_SAFE_INTEGER) return [];
    const fix = `Have the issuer write ${name} in seconds since 1970.`;
    return about<VaultRequirement>(['times-skew'], [unclear(at, seen, 'a date of our time', fix)]);
  });
}

/** Until hashicorp/cap of 2026 a claim that is 0 was a missing one, and a missing start was 0. */
function zerosMissing({ exp, nbf, iat }: Times): Times {
  return { exp: exp || undefined, nbf: nbf || undefined, iat: iat || undefined };
}

/** @param noStart - what stands for a start that is missing */
function timeFault(
  { exp, nbf, iat }: Times,
  leeways: Leeways,
  now: number,
  noStart: number,
): TimeFault | undefined {
  if (exp === undefined && nbf === undefined && iat === undefined) return 'none';
  const latestStart = Math.max(nbf ?? noStart, iat ?? noStart);
  const end = exp ?? latestStart + leeway(leeways.expiration, DEFAULTS.missing);
  const start = nbf ?? iat ?? end - leeway(leeways.notBefore, DEFAULTS.missing);
  const skew = leeway(leeways.clockSkew, DEFAULTS.clockSkew);
  if (now + skew < start) return 'nbf';
  if (now - skew > end) return 'exp';
  return iat !== undefined && now + skew < iat ? 'iat' : undefined;
}

/** 0 stands for the default, and what is below it for none. */
function leeway(seconds: number, byDefault: number): number {
  return seconds === 0 ? byDefault : Math.max(seconds, 0);
}

/** What to say; whether it is certain is known elsewhere. */
function explain(
  fault: TimeFault,
  claims: JsonObject,
  leeways: Leeways,
  now: number,
  title: string,
): Finding {
  const at = (name: string) => `${title}, ${name}`;
  const value = (name: string) => member(claims, name) ?? undefined;
  const clock = `now is ${moment(Math.floor(now))}`;
  const skew = leeway(leeways.clockSkew, DEFAULTS.clockSkew);
  switch (fault) {
    case 'none':
      return unmet(
        at('exp'),
        'the token has neither exp, nbf nor iat',
        'at least one of them',
        'Have the issuer set exp and iat.',
      );
    case 'exp': {
      const start = leeway(leeways.expiration, DEFAULTS.missing);
      const seen =
        value('exp') === undefined
          ? 'the token has no exp'
          : `the exp is ${shownTime(value('exp'))}`;
      const fix =
        value('exp') === undefined
          ? `Have the issuer set exp: without it Vault lets a token live ${start} seconds (expiration_leeway).`
          : 'Get a fresh token, and send it at once. Where it is fresh, set the clocks: of the issuer and of Vault.';
      return unmet(
        at('exp'),
        `${seen}, and ${clock}`,
        `no more than ${skew} seconds ago (clock_skew_leeway)`,
        fix,
      );
    }
    case 'nbf':
      if (value('nbf') === undefined && value('iat') === undefined) {
        const early = leeway(leeways.notBefore, DEFAULTS.missing);
        return unmet(
          at('nbf'),
          `the token has neither nbf nor iat, its exp is ${shownTime(value('exp'))}, and ${clock}`,
          `nbf or iat, or a use in the last ${early} seconds before exp (not_before_leeway)`,
          'Have the issuer set iat: without it and nbf Vault takes a token in its last moments alone.',
        );
      }
      return tooEarly(value('nbf') === undefined ? 'iat' : 'nbf');
    case 'iat':
      return tooEarly('iat');
  }

  function tooEarly(name: string): Finding {
    return unmet(
      at(name),
      `the ${name} is ${shownTime(value(name))}, and ${clock}`,
      `no more than ${skew} seconds from now (clock_skew_leeway)`,
      isInMilliseconds(value(name))
        ? MILLISECONDS
        : 'Set the clocks, of the issuer and of Vault, or wait.',
    );
  }
}

/** A time as the token has it, and as people read it. */
function shownTime(value: unknown): string {
  if (typeof value !== 'number') return shown(value);
  const isThousandfold: boolean = isInMilliseconds(value);
  return isThousandfold
    ? `${value}, which is in milliseconds (${moment(value / 1000)})`
    : `${value} (${moment(value)})`;
}
