import type { ErrorCode } from '@drawbridge/core';
import type { Anvil } from './anvil.ts';
import type { HostileToken } from './hostile-token.ts';

type Row = readonly [name: string, changes: Readonly<Record<string, unknown>>, code: ErrorCode];

/** Well-signed tokens whose claims must not be accepted (RFC 7519 section 4.1). */
export async function forgeClaims(anvil: Anvil): Promise<readonly HostileToken[]> {
  const rows = [...times(anvil.now), ...issuers(anvil.issuer.issuer), ...audiences(anvil)];
  const tokens: HostileToken[] = [];
  for (const [name, changes, code] of rows) {
    tokens.push({ name, token: await anvil.sign(anvil.header(), anvil.claims(changes)), code });
  }
  for (const [name, payload, code] of rawPayloads(anvil)) {
    tokens.push({ name, token: await anvil.sign(anvil.header(), payload), code });
  }
  return tokens;
}

function times(now: number): readonly Row[] {
  const hour = 3600;
  const rows: Row[] = [
    ['expired an hour ago', { iat: now - 2 * hour, exp: now - hour }, 'token_expired'],
    ['expired at the epoch', { exp: 0 }, 'token_expired'],
    ['nbf in an hour', { nbf: now + hour }, 'token_not_yet_valid'],
    ['iat in an hour', { iat: now + hour, exp: now + 2 * hour }, 'token_not_yet_valid'],
    ['iat in milliseconds', { iat: now * 1000 }, 'token_not_yet_valid'],
    ['no exp', { exp: undefined }, 'claim_missing'],
    ['no iat', { iat: undefined }, 'claim_missing'],
    ['no sub', { sub: undefined }, 'claim_missing'],
    ['an empty sub', { sub: '' }, 'claim_missing'],
    ['sub null', { sub: null }, 'claim_missing'],
    ['sub as a number', { sub: 1 }, 'claim_invalid'],
    ['sub as a list', { sub: ['alice'] }, 'claim_invalid'],
  ];
  const later = now + hour;
  for (const name of ['exp', 'nbf', 'iat']) {
    rows.push(
      [`${name} as a string`, { [name]: String(later) }, 'claim_invalid'],
      [`${name} as an ISO date`, { [name]: '2999-01-01T00:00:00Z' }, 'claim_invalid'],
      [`${name} with a fraction`, { [name]: later + 0.5 }, 'claim_invalid'],
      [`${name} negative`, { [name]: -1 }, 'claim_invalid'],
      [`${name} beyond all integers`, { [name]: 1e300 }, 'claim_invalid'],
      [`${name} true`, { [name]: true }, 'claim_invalid'],
      [`${name} null`, { [name]: null }, 'claim_invalid'],
      [`${name} in a list`, { [name]: [later] }, 'claim_invalid'],
      [`${name} as an object`, { [name]: { valueOf: later } }, 'claim_invalid'],
    );
  }
  return rows;
}

function issuers(issuer: string): readonly Row[] {
  const spellings: Readonly<Record<string, string>> = {
    'in capitals': issuer.toUpperCase(),
    'with its slash added or taken': issuer.endsWith('/') ? issuer.slice(0, -1) : `${issuer}/`,
    'with the default port': issuer.replace(/^(https:\/\/[^/]+)/, '$1:443'),
    'with user information': issuer.replace('://', '://user@'),
    'as the user of another host': `${issuer}@attacker.test`,
    'as the beginning of another host': `${issuer}.attacker.test`,
    'with a query': `${issuer}?`,
    'with a fragment': `${issuer}#`,
    'with a path that leads back': `${issuer}/../`,
    'with a space after it': `${issuer} `,
    'with a zero byte after it': `${issuer}\0`,
    'with a zero-width space after it': `${issuer}\u200b`,
    'with a letter that looks alike': issuer.replace('e', '\u0435'),
    'of full-width letters': issuer.replace('s', '\uff53'),
    'that is empty': '',
    'of an attacker': 'https://attacker.test',
    'of the cloud’s metadata service': 'http://169.254.169.254/latest/meta-data',
    'that names an object’s method': '__proto__',
  };
  return [
    ...Object.entries(spellings).map(
      ([name, iss]): Row => [`an iss ${name}`, { iss }, 'issuer_unknown'],
    ),
    ['no iss', { iss: undefined }, 'claim_missing'],
    ['iss null', { iss: null }, 'claim_invalid'],
    ['iss in a list', { iss: [issuer] }, 'claim_invalid'],
    ['iss as an object', { iss: { toString: issuer } }, 'claim_invalid'],
  ];
}

function audiences(anvil: Anvil): readonly Row[] {
  const audience = anvil.claims()['aud'] as string;
  return [
    ['no aud', { aud: undefined }, 'claim_missing'],
    ['aud null', { aud: null }, 'claim_missing'],
    ['an empty aud', { aud: '' }, 'claim_missing'],
    ['aud as an empty list', { aud: [] }, 'audience_mismatch'],
    ['aud as a number', { aud: 1 }, 'claim_invalid'],
    ['aud as an object', { aud: { [audience]: true } }, 'claim_invalid'],
    ['aud as a list with a number in it', { aud: [audience, 1] }, 'claim_invalid'],
    ['aud as a list with an empty text in it', { aud: [audience, ''] }, 'claim_invalid'],
    ['aud as a list in a list', { aud: [[audience]] }, 'claim_invalid'],
    ['another aud', { aud: 'someone-else' }, 'audience_mismatch'],
    ['a list of other auds', { aud: ['someone', 'else'] }, 'audience_mismatch'],
    ['an aud that begins alike', { aud: `${audience}.attacker.test` }, 'audience_mismatch'],
    ['an aud with a slash added', { aud: `${audience}/` }, 'audience_mismatch'],
    ['an aud that is the beginning', { aud: audience.slice(0, -1) }, 'audience_mismatch'],
    ['an aud in capitals', { aud: swapCase(audience) }, 'audience_mismatch'],
    ['auds joined by a space', { aud: `${audience} ${audience}` }, 'audience_mismatch'],
    ['aud "*"', { aud: '*' }, 'audience_mismatch'],
  ];
}

/** Payloads that a program does not write with JSON.stringify. */
function rawPayloads(anvil: Anvil): readonly [name: string, payload: string, code: ErrorCode][] {
  const whole = JSON.stringify(anvil.claims());
  const { iss, ...rest } = anvil.claims();
  const { exp, ...endless } = anvil.claims();
  const within = (object: object) => JSON.stringify(object).slice(1);
  return [
    ['all claims inside __proto__', `{"__proto__":${whole}}`, 'claim_missing'],
    [
      'exp inside __proto__',
      `{"__proto__":{"exp":${exp as number}},${within(endless)}`,
      'claim_missing',
    ],
    [
      'iss with a look-alike letter in its name',
      `{"\u0456ss":"${iss as string}",${within(rest)}`,
      'claim_missing',
    ],
    ...twice(anvil).map((row): [string, string, ErrorCode] => [...row, 'token_malformed']),
  ];
}

/**
 * Claims with two members of one name (RFC 7519 section 4): who reads the first and who reads
 * the last see different tokens.
 */
function twice(anvil: Anvil): readonly [name: string, payload: string][] {
  const whole = JSON.stringify(anvil.claims());
  const { iss, aud, exp } = anvil.claims();
  const before = (text: string) => `{${text},${whole.slice(1)}`;
  const after = (text: string) => `${whole.slice(0, -1)},${text}}`;
  return [
    ['a second iss, the attacker’s', after('"iss":"https://attacker.test"')],
    ['a first iss, the attacker’s', before('"iss":"https://attacker.test"')],
    ['a second iss, spelled with an escape', after('"\\u0069ss":"https://attacker.test"')],
    ['a first iss, spelled with an escape', before('"i\\u0073s":"https://attacker.test"')],
    ['a second iss, the same', after(`"iss":"${iss as string}"`)],
    ['a second aud, another one', after('"aud":"someone-else"')],
    ['a second aud, the right one', before('"aud":"someone-else"')],
    ['a second aud, the same', after(`"aud":"${aud as string}"`)],
    ['a second exp, in the past', after('"exp":1')],
    ['a second exp, after one in the past', before('"exp":1')],
    ['a second exp, after one that never comes', before(`"exp":${(exp as number) * 10}`)],
    ['a second __proto__', after('"__proto__":1,"__proto__":1')],
    ['a second member inside a claim', after('"groups":{"admins":false,"admins":true}')],
    ['a second member inside a list', after('"groups":[{"name":"a","name":"admins"}]')],
  ];
}

function swapCase(text: string): string {
  return text === text.toUpperCase() ? text.toLowerCase() : text.toUpperCase();
}
