import { encodeUtf8, isJsonObject, parseJsonObject } from '@drawbridge/core';

/** A cookie as the first step answers it. */
interface StepCookie {
  readonly name?: string;
  readonly value: string;
}

/** The cookie in an answer of the inspector's first step, which is what people copy; `undefined` where the text is none. */
export function readStep(text: string): StepCookie | undefined {
  const answer = text.startsWith('{') ? parseJsonObject(encodeUtf8(text)) : undefined;
  const data: unknown = answer?.['data'];
  const step: unknown = Array.isArray(data) ? data[0] : answer;
  if (!isJsonObject(step)) return undefined;
  const { cookie_name: name, cookie_value: value } = step;
  if (typeof value !== 'string') return undefined;
  return typeof name === 'string' ? { name, value } : { value };
}
