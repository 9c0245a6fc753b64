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
  type EndedDelegation,
} from './background-tokens.ts';
export { createBackgroundTokens } from './create-background-tokens.ts';
export { type DelegationEntry, type Person } from './delegation-entry.ts';
export { type Delegation } from './delegation.ts';
export { type BackgroundTokensOptions } from './options.ts';
