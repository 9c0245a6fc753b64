import { type JsonObject, member, quote } from '@drawbridge/core';
import { issuerDifference } from '../measure/issuer-difference.ts';
import { isInMilliseconds, MILLISECONDS, moment, span } from '../measure/moment.ts';
import { failed, NO_TOKEN, type Outcome, passed } from '../outcome.ts';
import type { Scene, SceneToken } from '../scene.ts';
import type { BadSignature } from '../signature.ts';
import { noKeys } from './about-documents.ts';

/** A judge of the token: where there is none, it cannot be known. */
export function ofToken<Trust = unknown>(
  judge: (token: SceneToken, scene: Scene<Trust>) => Outcome,
): (scene: Scene<Trust>) => Outcome {
  return (scene) => (scene.token === undefined ? NO_TOKEN : judge(scene.token, scene));
}

/** The iss of the token is the issuer, letter by letter. */
export const hasIssuer = ofToken(({ claims }, { seen: { issuer }, discovery }) => {
  const iss = member(claims, 'iss');
  if (iss === issuer) return passed(quote(iss));
  const named = member(discovery ?? {}, 'issuer');
  const alike = typeof iss === 'string' ? issuerDifference(iss, issuer) : undefined;
  const isPublished = iss !== undefined && iss === named;
  return failed(
    `${iss === undefined ? 'the token has no iss' : `the iss of the token is ${quote(iss)}`}, and the issuer given here is ${quote(issuer)}${alike === undefined ? '' : `: they differ in ${alike}`}`,
    isPublished
      ? `The discovery document has the iss of the token, too: set the relying party up with ${quote(iss)}, and give that here.`
      : alike === undefined
        ? `Is it a token of this issuer${typeof named === 'string' ? `, which calls itself ${quote(named)}` : ''}? Give the issuer exactly as the token has it in iss.`
        : 'Have both be the same, letter by letter: in the issuer, and where the relying party was set up.',
  );
});

/** The alg of the token is one of these. */
export function hasAlgorithm(algorithms: readonly string[]): (scene: Scene) => Outcome {
  return ofToken(({ header }) => {
    const alg = member(header, 'alg');
    return typeof alg === 'string' && algorithms.includes(alg)
      ? passed(alg)
      : failed(
          `the alg of the token is ${quote(alg)}`,
          `Sign with ${algorithms[0]}: "drawbridge keys rotate --alg ${algorithms[0]}" makes such a key.`,
        );
  });
}

/** The token names the key that signed it, and the JWK Set has that key. */
export const namesKey = ofToken(({ header }, { keys }) => {
  const kid = member(header, 'kid');
  if (typeof kid === 'string') return passed(quote(kid));
  if (keys === undefined) return noKeys();
  return keys.length === 1 && kid === undefined
    ? passed('no kid, and a single key')
    : failed(
        `the kid of the token is ${quote(kid)}`,
        'Have the issuer name the key in the header (kid) of each token.',
      );
});

/** The kid of the token is one, or none: without one every key is tried. */
export const hasReadableKid = ofToken(({ header }) => {
  const kid = member(header, 'kid');
  if (kid === undefined) return passed('no kid: every key is tried');
  return typeof kid === 'string'
    ? passed(quote(kid))
    : failed(`the kid of the token is ${quote(kid)}`, 'Have the issuer make kid a text.');
});

/** A key of the issuer made the signature. */
export const isSigned = ofToken(({ signature, claims }, { seen: { issuer } }) => {
  switch (signature.state) {
    case 'good':
      return passed(`by the key ${quote(member(signature.key, 'kid'))}`);
    case 'bad':
      return failed(signature.why, fixOf(signature, member(claims, 'iss'), issuer));
    case 'unknown':
      return noKeys();
  }
});

const PUBLISH =
  'Publish the key that signs before it signs its first token, and read the JWK Set back from its public address.';

/** What is to be done, by what is most likely the reason. */
function fixOf({ cause }: BadSignature, iss: unknown, issuer: string): string {
  if (cause === 'algorithm')
    return 'Have the issuer sign with a private key, and publish the public one.';
  if (typeof iss === 'string' && iss !== issuer && issuerDifference(iss, issuer) === undefined) {
    return `The token says that it is of ${quote(iss)}, which has keys of its own: get one of this issuer, or look at that one.`;
  }
  if (cause === 'length') return 'Was the token cut off, or broken by a line end? Copy it whole.';
  return cause === undefined
    ? `Is the token as the issuer gave it? Then another key is published under its name. ${PUBLISH}`
    : PUBLISH;
}

/** The token has these claims. */
export function hasClaims(names: readonly string[]): (scene: Scene) => Outcome {
  return ofToken(({ claims }) => {
    const missing = names.filter((name) => isMissing(claims, name));
    return missing.length === 0
      ? passed(`all of ${names.join(', ')}`)
      : failed(
          `the token has no ${missing.join(' and no ')}`,
          `Have the issuer put ${missing.join(', ')} into its tokens.`,
        );
  });
}

/** Claims that are times: an empty text in one is of the wrong type. */
const TIMES: readonly string[] = ['iat', 'nbf', 'exp'];

/** Whether a claim has nothing in it, as an aud that is an empty list: {@link hasClaims} tells of it. */
export function isMissing(claims: JsonObject, name: string): boolean {
  const value = member(claims, name) ?? undefined;
  if (Array.isArray(value) && value.length === 0) return name === 'aud';
  return value === undefined || (value === '' && !TIMES.includes(name));
}

/** A claim that is there is a text. */
export function isText(name: string): (scene: Scene) => Outcome {
  return ofToken(({ claims }) => {
    const value = member(claims, name);
    return isMissing(claims, name) || typeof value === 'string'
      ? passed(quote(value))
      : failed(`${name} is ${quote(value)}`, `Have the issuer make ${name} a text.`);
  });
}

/** A claim is there, and a number. */
export function isNumber(name: string): (scene: Scene) => Outcome {
  return ofToken(({ claims }) => {
    if (isMissing(claims, name)) {
      return failed(`the token has no ${name}`, `Have the issuer put ${name} into its tokens.`);
    }
    const value = member(claims, name);
    return typeof value === 'number'
      ? passed(quote(value))
      : failed(
          `${name} is ${quote(value)}`,
          `Have the issuer write ${name} as a number, without quotation marks: seconds since 1970.`,
        );
  });
}

/** A claim that is there is a text of no more than so many bytes of UTF-8, or characters. */
export function textClaim(
  name: string,
  limit: number,
  unit: 'bytes' | 'characters' = 'characters',
): (scene: Scene) => Outcome {
  return ofToken(({ claims }, scene) => {
    const value = member(claims, name);
    if (isMissing(claims, name)) return passed(`there is no ${name} to measure`);
    if (typeof value !== 'string') return isText(name)(scene);
    const length = unit === 'bytes' ? new TextEncoder().encode(value).length : value.length;
    return length <= limit
      ? passed(`${quote(value)}, ${length} ${length === 1 ? unit.slice(0, -1) : unit}`)
      : failed(
          `${name} has ${length} ${unit}`,
          `Make ${name} shorter by a template in the rule of the exchange (grant.claims).`,
        );
  });
}

/** The token has not ended. @param leeway - seconds that the relying party adds */
export function isInTime(leeway: number): (scene: Scene) => Outcome {
  return ofToken(({ claims }, scene) => {
    const exp = member(claims, 'exp');
    if (typeof exp !== 'number') return isNumber('exp')(scene);
    if (isInMilliseconds(exp)) {
      return passed(
        `exp is ${exp}, which is in milliseconds (${moment(exp / 1000)}): taken for seconds, it is far away`,
      );
    }
    const left = exp - scene.now;
    if (left > 0) return passed(`it ends at ${moment(exp)}, in ${span(left)} by the clock here`);
    const ended = `at ${moment(exp)}, ${span(left)} ago by the clock here`;
    return left + leeway > 0
      ? passed(`it ended ${ended}, and ${leeway} s are added`)
      : failed(`the token ended ${ended}`, 'Get a new token, and use it at once.');
  });
}

/**
 * Neither iat nor nbf is in the future.
 *
 * @param leeway - seconds that the relying party adds
 * @param names - where it does not look at both
 */
export function isBegun(
  leeway: number,
  names: readonly string[] = ['iat', 'nbf'],
): (scene: Scene) => Outcome {
  return ofToken(({ claims }, { now }) => {
    const times = names.map((name) => [name, member(claims, name)] as const);
    const ahead = times.flatMap(([name, value]) =>
      typeof value === 'number' && value > now + leeway
        ? [
            isInMilliseconds(value)
              ? `${name} is ${value}, which is in milliseconds (${moment(value / 1000)})`
              : `${name} is ${moment(value)}, ${span(value - now)} ahead of the clock here`,
          ]
        : [],
    );
    if (ahead.length > 0) {
      return failed(
        ahead.join(', '),
        times.some(([, value]) => isInMilliseconds(value))
          ? MILLISECONDS
          : "Set the clock of the issuer's machine (or this one) by NTP.",
      );
    }
    return passed(
      names.length === 1
        ? `${names[0]} is not ahead of the clock here`
        : 'neither iat nor nbf is ahead of the clock here',
    );
  });
}

/** No more than so many seconds from iat to exp. */
export function lifetime(limit: number): (scene: Scene) => Outcome {
  return ofToken(({ claims }, scene) => {
    const [iat, exp] = [member(claims, 'iat'), member(claims, 'exp')];
    if (typeof iat !== 'number') return isNumber('iat')(scene);
    if (typeof exp !== 'number') return isNumber('exp')(scene);
    if (exp - iat <= limit) return passed(`${exp - iat} s`);
    return [iat, exp].some(isInMilliseconds)
      ? failed(`iat is ${iat} and exp ${exp}, in milliseconds`, MILLISECONDS)
      : failed(
          `the token lives ${exp - iat} s (${span(exp - iat)})`,
          'Have the issuer give it a shorter life: minutes are enough.',
        );
  });
}

/** No more characters than a limit. */
export function tokenLength(limit: number): (scene: Scene) => Outcome {
  return ofToken(({ length }) =>
    length <= limit
      ? passed(`${length} characters`)
      : failed(
          `the token has ${length} characters`,
          'Have the issuer leave claims out that nobody reads.',
        ),
  );
}

/** The audiences of a token, whether it has one or a list; `undefined` where aud is neither. */
export function audiencesOf({ claims }: SceneToken): readonly string[] | undefined {
  const aud = member(claims, 'aud');
  const list: unknown = typeof aud === 'string' ? [aud] : aud;
  return Array.isArray(list) && list.length > 0 && list.every((each) => typeof each === 'string')
    ? list
    : undefined;
}
