import { type Anvil, encodePart, partsOf } from './anvil.ts';
import type { HostileToken } from './hostile-token.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Faults of form (RFC 7515 sections 2, 3.1 and 7.1): the signature is good wherever there is one. */
export async function forgeForm(anvil: Anvil): Promise<readonly HostileToken[]> {
  const good = await anvil.sign(anvil.header(), anvil.claims());
  const [header, payload, signature] = partsOf(good);
  const malformed: Record<string, string> = {
    'an empty text': '',
    'one part': header,
    'two parts': `${header}.${payload}`,
    'four parts': `${good}.${signature}`,
    'six parts': `${good}.${good}`,
    'nothing but dots': '..',
    'an empty header': `.${payload}.${signature}`,
    'an empty payload': `${header}..${signature}`,
    'padding after the signature': `${good}==`,
    'padding after the payload': `${header}.${payload}=.${signature}`,
    'a line feed at the end': `${good}\n`,
    'a space in front': ` ${good}`,
    'a Bearer prefix': `Bearer ${good}`,
    'percent-encoded dots': good.replaceAll('.', '%2E'),
    'the alphabet of plain base64': `${header}.${payload}.+/${signature.slice(2)}`,
    'a character outside ASCII': `${header}.${payload}.ſ${signature.slice(1)}`,
    'a full-width dot': good.replace('.', '．'),
  };
  for (const [index, part] of ['header', 'payload', 'signature'].entries()) {
    const parts = partsOf(good);
    const respelled = respell(parts[index] as string);
    if (respelled === undefined) continue;
    parts[index] = respelled;
    malformed[`trailing bits set in the ${part}`] = parts.join('.');
  }
  const payloads: Record<string, unknown> = {
    'a list as payload': [anvil.claims()],
    'a string as payload': '"claims"',
    'a number as payload': 1,
    'null as payload': 'null',
    'true as payload': 'true',
    'no JSON as payload': 'iss=https://issuer.test',
    'JSON with something after it as payload': `${JSON.stringify(anvil.claims())}x`,
    'a byte order mark before the payload': `\ufeff${JSON.stringify(anvil.claims())}`,
    'a payload that is not UTF-8': new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
  };
  for (const [name, value] of Object.entries(payloads)) {
    malformed[name] = await anvil.sign(anvil.header(), value);
  }
  malformed['a list as header'] = await anvil.sign([anvil.header()], anvil.claims());
  malformed['no JSON as header'] = await anvil.sign('alg=RS256', anvil.claims());
  const plain = JSON.stringify(anvil.header());
  const headers: Record<string, string> = {
    'a second alg in the header, none': `${plain.slice(0, -1)},"alg":"none"}`,
    'a first alg in the header, none': `{"alg":"none",${plain.slice(1)}`,
    'a first alg in the header, spelled with an escape': `{"\\u0061lg":"none",${plain.slice(1)}`,
    'a second kid in the header, the same': `${plain.slice(0, -1)},"kid":"${anvil.key.kid}"}`,
    'a first kid in the header, another': `{"kid":"nobody",${plain.slice(1)}`,
    'crit twice in the header': `{"crit":["exp"],"crit":null,${plain.slice(1)}`,
  };
  for (const [name, value] of Object.entries(headers)) {
    malformed[name] = await anvil.sign(value, anvil.claims());
  }

  return [
    ...Object.entries(malformed).map(
      ([name, token]): HostileToken => ({ name, token, code: 'token_malformed' }),
    ),
    {
      name: 'five parts, as an encrypted token has',
      token: `${encodePart({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.AA.AA.${payload}.${signature}`,
      code: 'token_encrypted',
    },
    {
      name: 'a megabyte of claims',
      token: await anvil.sign(anvil.header(), anvil.claims({ padding: 'x'.repeat(1_000_000) })),
      code: 'token_too_large',
    },
    { name: 'a megabyte of dots', token: '.'.repeat(1_000_000), code: 'token_too_large' },
  ];
}

/**
 * Another text that a lax decoder reads as the same bytes: the bits of the last
 * character that hold nothing are set.
 */
function respell(part: string): string | undefined {
  const spareBits = part.length % 4 === 2 ? 4 : part.length % 4 === 3 ? 2 : 0;
  if (spareBits === 0) return undefined;
  const last = ALPHABET.indexOf(part.at(-1) as string);
  return part.slice(0, -1) + (ALPHABET[last | 1] as string);
}
