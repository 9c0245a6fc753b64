import { isJsonObject, member, parseJsonObject, privateMembers } from '@drawbridge/core';
import { keyFault, modulusBits } from '@drawbridge/clouds/doctor';
import { type Finding, finding } from './finding.ts';

/** Keys of one kind that AWS takes, at most. */
const MAX_KEYS = 100;

/** Judges a JWK Set. */
export function judgeKeys(body: Uint8Array): readonly Finding[] {
  const document = parseJsonObject(body);
  const keys = document === undefined ? undefined : member(document, 'keys');
  if (!Array.isArray(keys))
    return [finding('not-json', 'The JWK Set is no JSON object with a list "keys".')];
  if (keys.length === 0) return [finding('keys-none', 'The JWK Set has no keys.')];
  const findings = keys.flatMap((key: unknown, index) => judgeKey(key, index, keys.length));
  for (const kty of ['RSA', 'EC']) {
    const count = keys.filter((key) => isJsonObject(key) && member(key, 'kty') === kty).length;
    if (count > MAX_KEYS)
      findings.push(finding('keys-many', `The JWK Set has ${count} keys of ${kty}.`));
  }
  const kids = keys.map((key) => (isJsonObject(key) ? member(key, 'kid') : undefined));
  const twice = new Set(kids.filter((kid, at) => kid !== undefined && kids.indexOf(kid) !== at));
  for (const kid of twice) {
    findings.push(
      finding('key-kid', `Two keys have the kid ${JSON.stringify(kid).slice(0, 100)}.`),
    );
  }
  return findings;
}

function judgeKey(key: unknown, index: number, count: number): readonly Finding[] {
  if (!isJsonObject(key)) return [finding('key-malformed', `Key ${index + 1} is no JSON object.`)];
  const kid = member(key, 'kid');
  const name =
    typeof kid === 'string' ? `The key ${JSON.stringify(kid.slice(0, 100))}` : `Key ${index + 1}`;
  const leaked = privateMembers(key);
  if (leaked.length > 0) {
    return [finding('key-private', `${name} has private members: ${leaked.join(', ')}.`)];
  }
  const malformed = keyFault(key);
  if (malformed !== undefined) return [finding('key-malformed', `${name} ${malformed}.`)];
  const findings: Finding[] = [];
  const bits = modulusBits(key);
  if (bits !== undefined && bits < 2048) {
    findings.push(finding('key-weak', `${name} has ${bits} bits.`));
  }
  if (typeof kid !== 'string' && count > 1)
    findings.push(finding('key-kid', `${name} has no kid.`));
  if (member(key, 'use') !== 'sig' || member(key, 'key_ops') !== undefined) {
    findings.push(finding('key-use', `${name} does not say use "sig", or says key_ops too.`));
  }
  if (member(key, 'alg') === undefined) findings.push(finding('key-alg', `${name} has no alg.`));
  if (member(key, 'x5c') !== undefined) findings.push(finding('key-x5c', `${name} has x5c.`));
  return findings;
}
