import { givenText, listOf } from './given.ts';
import type { LoginInputs } from './name-login.ts';

/** What the provider is asked beside (OpenID Connect Core 1.0 section 3.1.2.1). */
export interface ResolvedRequest {
  readonly loginHint?: string;
  readonly prompt?: string;
  readonly acrValues?: string;
  /** Seconds. */
  readonly maxAge?: number;
  readonly extra: Readonly<Record<string, string>>;
}

/**
 * What a flag asks of the provider, else the configuration. None of it is kept: it is for one sign-in.
 *
 * @param faults - is told what is wrong
 */
export function resolveRequest(inputs: LoginInputs, faults: string[]): ResolvedRequest {
  const { flags, section } = inputs;
  const text = (name: 'loginHint' | 'prompt' | 'acrValues' | 'maxAge') =>
    givenText(name, inputs, faults);
  const loginHint = text('loginHint')?.value ?? section?.loginHint;
  const prompt = text('prompt')?.value ?? section?.prompt;
  const acrValues = text('acrValues')?.value ?? section?.acrValues;
  const age = text('maxAge');
  if (age !== undefined && !/^\d{1,9}$/.test(age.value)) {
    faults.push(`${age.by} is not a number of seconds`);
  }
  const maxAge = age === undefined ? section?.maxAge : Number(age.value);
  const extra = new Map(Object.entries(section?.parameters ?? {}));
  for (const pair of listOf(flags['--parameter'])) {
    const at = pair.indexOf('=');
    if (at < 1) faults.push('--parameter is not NAME=VALUE');
    else extra.set(pair.slice(0, at), pair.slice(at + 1));
  }
  return {
    ...(loginHint !== undefined && { loginHint }),
    ...(prompt !== undefined && { prompt }),
    ...(acrValues !== undefined && { acrValues }),
    ...(maxAge !== undefined && { maxAge }),
    extra: Object.fromEntries(extra),
  };
}
