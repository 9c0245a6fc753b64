import { countCharacters } from './count-characters.ts';
import { fingerprintFact } from './fingerprint-fact.ts';
import type { Layer } from './inspection.ts';

/** A token that only its issuer can read, or that is not looked into any more. */
export async function opaqueLayer(token: string, path: readonly string[]): Promise<Layer> {
  return {
    kind: 'opaque',
    path,
    title: 'An opaque token',
    about: 'Its issuer alone can say what it means, for instance by introspection (RFC 7662).',
    facts: [{ name: 'length', value: countCharacters(token) }, await fingerprintFact(token)],
    steps: [],
  };
}
