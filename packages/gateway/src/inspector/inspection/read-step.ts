import { encodeUtf8, isJsonObject, parseJsonObject } from '@drawbridge/core';
import type { GivenPair } from './read-input.ts';

/** The cookie in an answer of the inspector's first step, which is what people copy; `undefined` where the text is none. */
export function readStep(text: string): GivenPair | undefined {
  const answer = text.startsWith('{') ? parseJsonObject(encodeUtf8(text)) : undefined;
  const data: unknown = answer?.['data'];
  const step: unknown = Array.isArray(data) ? data[0] : answer;
  if (!isJsonObject(step)) return undefined;
  const { cookie_name: name, cookie_value: value } = step;
  if (typeof value !== 'string') return undefined;
  return typeof name === 'string' ? { name, value } : { value };
}
