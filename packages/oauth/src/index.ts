export { exchangeToken, type ExchangedToken, type ExchangeRequest } from './exchange-token.ts';
export { introspect, type Introspection, type IntrospectOptions } from './introspect.ts';
export { Refusal } from './read-answer.ts';
export { type Retry, type RetryPolicy } from './retry.ts';
export {
  type ClientAuthentication,
  type FetchToken,
  type TokenEndpoint,
  type TokenRequestInit,
} from './token-endpoint.ts';
export { createTokenSource, type TokenSourceOptions } from './source/create-token-source.ts';
export { memoryKeeper } from './source/memory-keeper.ts';
export { sealedKeeper } from './source/sealed-keeper.ts';
export { storeKeeper, type StoreKeeperOptions } from './source/store-keeper.ts';
export { tokenKey, type TokenOwner } from './source/token-key.ts';
export { type SourceTimers } from './source/source-timers.ts';
export { type TokenGrant } from './source/token-grant.ts';
export { type KeptText, type TokenKeeper } from './source/token-keeper.ts';
export { type GetTokens, type TokenSource } from './source/token-source.ts';
export { type TokenSet } from './token-set.ts';
export { TOKEN_TYPES, type TokenTypeName, tokenTypeUrn } from './token-types.ts';
