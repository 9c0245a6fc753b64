export {
  type FetchRemote,
  fetchWithToken,
  type FetchWithToken,
  type FetchWithTokenOptions,
} from './fetch-with-token.ts';
export {
  type BackgroundTokens,
  type DelegateOptions,
  type DelegatingCaller,
  type DelegationEntry,
  type EndedDelegation,
  type Person,
} from './background-tokens.ts';
export { createBackgroundTokens } from './create-background-tokens.ts';
export { type Delegation } from './delegation.ts';
export { type BackgroundTokensOptions } from './options.ts';
