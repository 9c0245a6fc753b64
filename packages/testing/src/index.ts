export {
  apisixHeaders,
  type ApisixOptions,
  type ApisixSettings,
  type ApisixTokens,
  toApisixHeaders,
} from './apisix/apisix-headers.ts';
export { replyJson, replyText, testCall, type TestCallOptions } from './call/test-call.ts';
export { type ConformanceCase } from './conformance/case.ts';
export { engineConformance } from './conformance/engine.ts';
export { keeperConformance, type OpenedKeepers } from './conformance/keeper.ts';
export { storeConformance } from './conformance/store.ts';
export { forgeHostileTokens, type ForgeOptions } from './forge/forge.ts';
export { forgeHostileAccess, type ForgeAccessOptions } from './forge/forge-access.ts';
export { forgeHostileHeaders, type HostileHeaders } from './forge/forge-headers.ts';
export { type HostileToken } from './forge/hostile-token.ts';
export { type AccessTokenOptions, type AccessTokenProfile } from './issuer/access-claims.ts';
export {
  type CannedAnswer,
  type RequestCounts,
  type SiteName,
  type TestFaults,
} from './issuer/faults.ts';
export { type Grant } from './issuer/refresh-families.ts';
export { type IssueOptions, type Signer } from './issuer/signer.ts';
export { TEST_CLIENT, type TestClient } from './issuer/test-clients.ts';
export {
  createTestIssuer,
  type GrantOptions,
  type TestIssuer,
  type TestIssuerOptions,
} from './issuer/test-issuer.ts';
export { type TestTokenSet } from './issuer/token-set.ts';
export { type WebFace, type WebFetch } from './issuer/web-face.ts';
export { type TestKey, testKey } from './issuer/test-key.ts';
export { manifestOf, newKey } from './issuer/test-entry.ts';
export { createTestKeyRing, type TestKeyRingOptions } from './issuer/test-key-ring.ts';
export { createTestVerifier, trust } from './issuer/trust.ts';
export { createLogRecorder, type LogEntry, type LogRecorder } from './log-recorder.ts';
export { createTestClock, type TestClock } from './test-clock.ts';
export { JWS_VECTORS, type JwsVector } from './vectors/jws.ts';
export { THUMBPRINT_VECTOR } from './vectors/thumbprint.ts';
