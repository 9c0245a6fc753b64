import { type JsonObject, member, quote } from '@drawbridge/core';
import { isMissing, ofToken } from '../../../doctor/checks/about-token.ts';
import { failed, type Outcome, passed } from '../../../doctor/outcome.ts';
import type { Scene } from '../../../doctor/scene.ts';

/** The claims of a token that are times. */
const TIMES = ['iat', 'nbf', 'exp'] as const;

/** Times are whole, be they numbers or digits in quotation marks. */
export const areWhole = ofToken(({ claims }) => {
  const odd = TIMES.filter((name) => {
    const value = member(claims, name);
    // Of an iat and an exp that have nothing in them, the rule tells that asks for them.
    const isAbsent = name === 'nbf' ? value === undefined : isMissing(claims, name);
    return !isAbsent && wholeOf(value) === undefined;
  });
  return odd.length === 0
    ? passed('whole numbers')
    : failed(shown(claims, odd), 'Have the issuer write times as whole seconds since 1970.');
});

/** Times that are whole are numbers, and no digits in quotation marks. */
export const areNumbers = ofToken(({ claims }) => {
  const texts = TIMES.filter((name) => {
    const value = member(claims, name);
    return typeof value === 'string' && wholeOf(value) !== undefined;
  });
  return texts.length === 0
    ? passed('numbers')
    : failed(shown(claims, texts), 'Have the issuer write times without quotation marks.');
});

/** Judges the times of a token as AWS reads them: digits in quotation marks are numbers. */
export function withNumericTimes(judge: (scene: Scene) => Outcome): (scene: Scene) => Outcome {
  return (scene) => {
    const { token } = scene;
    if (token === undefined) return judge(scene);
    const times = TIMES.flatMap((name) => {
      const whole = wholeOf(member(token.claims, name));
      return whole === undefined ? [] : [[name, whole] as const];
    });
    const claims = { ...token.claims, ...Object.fromEntries(times) };
    return judge({ ...scene, token: { ...token, claims } });
  };
}

/** A whole number of seconds, in either spelling. */
export function wholeOf(value: unknown): number | undefined {
  const number =
    typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : (value as number);
  return Number.isSafeInteger(number) ? number : undefined;
}

function shown(claims: JsonObject, names: readonly string[]): string {
  return names.map((name) => `${name} is ${quote(member(claims, name))}`).join(', ');
}
