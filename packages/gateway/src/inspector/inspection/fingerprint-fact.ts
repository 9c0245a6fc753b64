import { createDefaultEngine, fingerprintOfName } from '@drawbridge/core';
import type { Fact } from './inspection.ts';

/** The name of a token in logs, by which it is found there, and which opens nothing. */
export async function fingerprintFact(token: string): Promise<Fact> {
  const name = await createDefaultEngine().sha256Text(token);
  return { name: 'in logs', value: fingerprintOfName(name) };
}
