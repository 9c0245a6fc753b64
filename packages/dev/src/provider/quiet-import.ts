/* oxlint-disable no-console -- the console is what this file is about */
// oxlint-disable-next-line triple-slash-reference -- an ambient declaration cannot be imported
/// <reference path="./oidc-provider.d.ts" />
import { stripVTControlCharacters } from 'node:util';
import type { Configuration, Provider } from 'oidc-provider';

// oidc-provider speaks through the console, with no setting against it: on Node 20 its import warns
// of an unsupported runtime, though all that the try-out system uses of it runs there, and its
// constructor may add notices for those who deploy it. The first screen belongs to the visitor,
// whom these lines would only alarm.
const PREFIXES = ['oidc-provider NOTICE: ', 'oidc-provider WARNING: '];

let importing: Promise<typeof import('oidc-provider')> | undefined;

/** Imports oidc-provider without its console lines. What others print meanwhile passes. */
export function importOidcProvider(): Promise<typeof import('oidc-provider')> {
  // One import for all callers: two that overlap would restore each other's console.
  importing ??= importQuietly();
  return importing;
}

async function importQuietly(): Promise<typeof import('oidc-provider')> {
  const restore = holdBackNotices();
  try {
    return await import('oidc-provider');
  } finally {
    restore();
  }
}

/** Constructs a provider without its console lines. */
export function constructQuietly(
  module: typeof import('oidc-provider'),
  issuer: string,
  configuration: Configuration,
): Provider {
  const restore = holdBackNotices();
  try {
    return new module.Provider(issuer, configuration);
  } finally {
    restore();
  }
}

/** Holds back oidc-provider's own lines until the answered function is called. */
export function holdBackNotices(): () => void {
  const { info, warn } = console;
  console.info = withoutNotices(info);
  console.warn = withoutNotices(warn);
  return () => {
    console.info = info;
    console.warn = warn;
  };
}

function withoutNotices(print: typeof console.info): typeof console.info {
  return (...values: unknown[]) => {
    if (!isNotice(values[0])) print.apply(console, values);
  };
}

function isNotice(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  // On a terminal the lines come in colour.
  const line = stripVTControlCharacters(value);
  return PREFIXES.some((prefix) => line.startsWith(prefix));
}
