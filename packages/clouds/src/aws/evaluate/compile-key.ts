import { type GlobalAsk, globalKey } from './global-keys.ts';
import { type KeyState, never, open } from './key-state.ts';
import type { ProviderKey } from './provider-keys.ts';
import { claimState, manyAudiences } from './token-keys.ts';

/** What keys are asked of: a request, and the keys that AWS makes of the claims of its token. */
export interface KeyAsk extends GlobalAsk {
  /** What these keys begin with, in lower case: `oidc.example.com:`. */
  readonly prefix: string;
  /** By what follows, in lower case. */
  readonly claimKeys: ReadonlyMap<string, ProviderKey>;
}

export type KeyReader = (ask: KeyAsk) => KeyState;

const NO_KEY = open(
  'IAM takes an operator without keys, and AWS does not document what it makes of it.',
);

const VARIABLE_KEY = open(
  'AWS has variables in values alone, and does not document what it makes of one in a key.',
);
const STRANGE_KEY = open(
  'AWS does not document which letters beyond ASCII it takes for the same in a key.',
);

/** Makes what finds a key in a request. */
export function compileKey(key: string): KeyReader {
  if (key === '') return () => NO_KEY;
  if (/\$\{/.test(key)) return () => VARIABLE_KEY;
  const isStrange = /[^\0-\x7f]/.test(key);
  if (isStrange && !key.includes('/')) return () => STRANGE_KEY;
  const name = key.toLowerCase();
  const readGlobal = globalKey(key);
  return (ask) => {
    if (name.startsWith(ask.prefix)) {
      return isStrange ? STRANGE_KEY : claimKey(name.slice(ask.prefix.length), ask);
    }
    return readGlobal === undefined ? never('it is the key of another provider') : readGlobal(ask);
  };
}

function claimKey(name: string, { request, claimKeys }: KeyAsk): KeyState {
  const key = claimKeys.get(name);
  if (key === undefined) return never('AWS makes no such key of the tokens of this issuer');
  const state = claimState(request.token.claims, key);
  return key.key === 'oaud' && manyAudiences(request.token.claims)
    ? { ...state, isMany: true }
    : state;
}
