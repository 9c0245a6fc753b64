export { createAddressList, rangeMatcher, trustedProxyFault } from './address/address-list.ts';
export {
  type CallerAddress,
  createCallerAddress,
  type TrustedProxies,
} from './address/caller-address.ts';
export { bareHost } from './address/bare-host.ts';
export { isForbiddenAddress, isForbiddenHost } from './address/forbidden-addresses.ts';
export { FORWARDED_HEADERS, type ForwardedHeader } from './address/forwarded.ts';
export { hostOf, parseIpAddress } from './address/ip-address.ts';
export { isLoopbackAddress } from './address/loopback.ts';
export { parseUrl } from './address/parse-url.ts';
export { type Audit, type AuditRecord, silentAudit } from './audit.ts';
export { type BoundedMap, createBoundedMap } from './bounded-map.ts';
export {
  type Call,
  type HeaderField,
  type Peer,
  type PeerCertificate,
  type Reply,
  type Service,
} from './call/call.ts';
export { errorDescription, errorReply } from './call/error-reply.ts';
export { headerValues, mediaType } from './call/header.ts';
export { headerFields } from './call/header-fields.ts';
export {
  connectionOptions,
  hopByHopNames,
  isHopByHop,
  readsTrailers,
} from './call/hop-by-hop.ts';
export { type CertificateText, toPeerCertificate } from './call/peer-certificate.ts';
export {
  type AnswerHead,
  type CallHead,
  type Passage,
  type PassagePolicy,
} from './call/passage.ts';
export { peerOf, type PeerSocket } from './call/peer-of.ts';
export { readBody } from './call/read-body.ts';
export {
  createRouter,
  type Endpoint,
  type Methods,
  type OnFault,
  type ToReply,
} from './call/router.ts';
export {
  type LambdaEvent,
  type LambdaEventAlb,
  type LambdaEventV1,
  type LambdaEventV2,
} from './call/lambda-event.ts';
export {
  type LambdaAnswer,
  type LambdaAnswerAlb,
  type LambdaAnswerV1,
  type LambdaAnswerV2,
  type LambdaHandler,
  toLambda,
  type ToLambdaOptions,
} from './call/to-lambda.ts';
export { toResponse } from './call/to-response.ts';
export { type FetchHandler, toFetch, type ToFetchOptions } from './call/to-fetch.ts';
export { type Clock, epochSeconds, systemClock } from './clock.ts';
export { requireCount } from './count.ts';
export { decodeBase64Url, encodeBase64Url } from './encoding/base64url.ts';
export { equalBytes } from './encoding/equal-bytes.ts';
export { encodeHex } from './encoding/hex.ts';
export { deepFreeze } from './encoding/deep-freeze.ts';
export { hasDuplicateMembers } from './encoding/duplicate-members.ts';
export { oddNumber } from './encoding/odd-number.ts';
export { NO_JSON, readJson } from './encoding/read-json.ts';
export {
  isJsonObject,
  type JsonObject,
  member,
  parseJsonObject,
} from './encoding/json.ts';
export { readLimited } from './encoding/read-limited.ts';
export { printable } from './encoding/printable.ts';
export { quotable } from './encoding/quotable.ts';
export { quoteForFish, quoteForPowershell, quoteForShell } from './encoding/shell-quote.ts';
export { decodeUtf8, encodeUtf8 } from './encoding/utf8.ts';
export { ALGORITHM_NAMES, type Algorithm, type Hash, isAlgorithm } from './engine/algorithms.ts';
export { createDefaultEngine } from './engine/default-engine.ts';
export { DER, type DerElement, readDer } from './engine/der.ts';
export { type Awaitable, type Engine, type EngineKey, type KeyMaterial } from './engine/engine.ts';
export { readPem } from './engine/pem.ts';
export { aboutToken } from './errors/about-token.ts';
export { type ConfigFault, configError, usageError } from './errors/config-error.ts';
export {
  DrawbridgeError,
  type DrawbridgeErrorOptions,
  toDrawbridgeError,
} from './errors/drawbridge-error.ts';
export { quote } from './errors/quote.ts';
export { serverWords } from './errors/server-words.ts';
export { type ErrorCode, type ErrorKind, ERRORS } from './errors/table.ts';
export { isUnknownAuthority } from './errors/unknown-authority.ts';
export {
  type FetchDocument,
  type FetchDocumentOptions,
  type FetchedDocument,
} from './jwks/documents.ts';
export {
  createFetchDocument,
  type FetchAttempt,
  type FetchInit,
  type FetchOptions,
  type FetchResponse,
} from './jwks/fetch-document.ts';
export { discoverAddress, type DiscoveredAddress } from './jwks/discover.ts';
export { DISCOVERY_PATH, discoveryUrlOf, fetchDiscovery } from './jwks/discovery-document.ts';
export { documentUrlFault, isLoopback, isSafeScheme, issuerFault } from './jwks/issuer-url.ts';
export { issuerDocument, type IssuerDocumentOptions, JWKS_PATH } from './jwks/issuer-document.ts';
export { createKeySet, type KeySet, parseKeySet } from './jwks/key-set.ts';
export { type KeySource } from './jwks/key-source.ts';
export { type DiscoveryOptions, loadByDiscovery } from './jwks/load-by-discovery.ts';
export { loadFromUri, type UriOptions } from './jwks/load-from-uri.ts';
export { type LoadedJwks, type LoadJwks } from './jwks/load-jwks.ts';
export { privateMembers, type PublicJwk, toPublicJwk } from './jwks/public-jwk.ts';
export { publicJwkFromPem } from './jwks/public-jwk-from-pem.ts';
export {
  createUpstreamKeys,
  type LoadOutcome,
  type UpstreamKeys,
  type UpstreamKeysOptions,
} from './jwks/upstream-keys.ts';
export {
  findKey,
  hasOtherSigner,
  retireKey,
  ringThumbprints,
  withdrawKey,
} from './keys/end-key.ts';
export {
  type AlgorithmKeys,
  dueRotations,
  keysByAlgorithm,
  repairFuture,
} from './keys/find-rotation.ts';
export { createFixedKeyRing } from './keys/fixed-key-ring.ts';
export { type FoundingKey, foundRing } from './keys/found-ring.ts';
export { type GeneratedKey, generateKey } from './keys/generate.ts';
export {
  algorithmOfJwk,
  type ImportedKey,
  type ImportedPublicKey,
  importJwk,
  importPublicJwk,
} from './keys/import-jwk.ts';
export { type JoiningKey, joinKeys } from './keys/join-keys.ts';
export {
  createKeyRing,
  type KeyRing,
  type KeyRingOptions,
  type Sign,
  type SigningKey,
} from './keys/key-ring.ts';
export {
  EMPTY_MANIFEST,
  type KeyEntry,
  type KeyPurpose,
  type KeyRingManifest,
  parseManifest,
  type TimedKey,
} from './keys/manifest.ts';
export { MAX_PUBLISHED_KEYS, pruneRemoved, requireBounded } from './keys/prune.ts';
export {
  confirmKeys,
  holdUnread,
  noteServed,
  type ReadBack,
  releaseHeld,
} from './keys/read-back.ts';
export {
  appendKey,
  type AppendOptions,
  DOCUMENT_MAX_AGE,
  type KeyState,
  keyState,
  type NewKey,
  PUBLISH_DELAY,
  RETIRED_FOR,
  ringTime,
  type Schedule,
} from './keys/schedule.ts';
export { jwkThumbprint } from './keys/thumbprint.ts';
export { createLineLog, type LineLogOptions, type WriteLine } from './log/line-log.ts';
export { type Log, type LogFields, silentLog } from './log/log.ts';
export {
  type LabelsOf,
  type MetricName,
  type MetricRow,
  METRICS,
  type Metrics,
  silentMetrics,
} from './metrics.ts';
export { mint, type MintedToken, type MintRequest, RESERVED_CLAIMS } from './mint/mint.ts';
export { requireFunctions, requireObject, requireSurroundings } from './require-options.ts';
export { type Attempt } from './retry/attempt.ts';
export { lostAnswer, type LostQuestion } from './retry/lost-answer.ts';
export { mayPass, type Retry, retry, type RetryPolicy } from './retry/retry.ts';
export { parseRetryAfter } from './retry/retry-after.ts';
export { endsToken } from './revocation/marker.ts';
export {
  createRevocations,
  markerKeys,
  type Revocations,
  type RevocationsOptions,
} from './revocation/revocations.ts';
export { createSealer, type SealerOptions } from './seal/create-sealer.ts';
export { type Sealer } from './seal/sealer.ts';
export { requireSeconds } from './seconds.ts';
export { addTo } from './store/counter.ts';
export { assertAddition, assertEntry, assertKeys } from './store/limits.ts';
export { createMemoryStore, type MemoryStoreOptions } from './store/memory-store.ts';
export { type PutOptions, type Store, type StoredValue } from './store/store.ts';
export { type DecodedToken, decodeToken } from './token/decode.ts';
export { fingerprintOfName } from './token/fingerprint.ts';
export { halfHash } from './token/half-hash.ts';
export { readTokenAnswer } from './token/read-token-answer.ts';
export { UPSTREAM_DEFAULTS } from './upstream-defaults.ts';
export { ANY_AUDIENCE } from './verify/any-audience.ts';
export { type TokenCacheOptions } from './verify/token-cache.ts';
export { checkClaims, type ClaimPolicy } from './verify/check-claims.ts';
export { type UpstreamIssuer } from './verify/upstream-issuer.ts';
export { otherKindFault } from './verify/other-kind-fault.ts';
export { type VerifiedToken } from './verify/verified-token.ts';
export { createVerifier, type Verifier, type VerifierOptions } from './verify/verifier.ts';
