export { type AuditFile, type AuditOptions, openAudit } from './audit/open-audit.ts';
export {
  type AuditFindings,
  type AuditPlace,
  type AuditStream,
  verifyAudit,
  type VerifyAuditOptions,
} from './audit/verify-audit.ts';
export { type AwsFilePaths, awsFilePaths } from './aws-files/aws-file-paths.ts';
export {
  type AwsFileTexts,
  changeAwsFiles,
  type ChangedAwsFiles,
  readAwsFiles,
} from './aws-files/change-aws-files.ts';
export { readAuthorities } from './certificates/read-authorities.ts';
export { readServerTls, type TlsFiles } from './certificates/read-server-tls.ts';
export {
  judgeServedChain,
  readServedChain,
  type ServedCertificate,
  type ServedChainOptions,
  type ServedProof,
} from './certificates/served-chain.ts';
export { serverTlsFault } from './certificates/server-tls-fault.ts';
export { type CookieKeysOptions, openCookieKeys } from './cookie-keys/open-cookie-keys.ts';
export { type ParsedYaml, parseYaml, type ReadPlain } from './config/parse-yaml.ts';
export { hasSettings } from './config/setting-variables.ts';
export { dataError } from './files/data-error.ts';
export { dataFolder } from './files/data-folder.ts';
export { type FileLockOptions, withFileLock } from './files/file-lock.ts';
export { type FolderKeeper, folderKeeper } from './files/folder-keeper.ts';
export { privateFileFault } from './files/private-file-fault.ts';
export { readStart } from './files/read-start.ts';
export { unreadableSecret } from './files/unreadable-secret.ts';
export { makePrivateFolder, replaceFile } from './files/write-atomic.ts';
export { awsClient } from './http/aws-client.ts';
export { awsRequestHandler, type AwsRequestHandler } from './http/aws-handler.ts';
export {
  createHttpClient,
  type DocumentOptions,
  type HttpClient,
  type HttpClientOptions,
  type TokenFetchOptions,
} from './http/client.ts';
export { type Remote, type RemoteOptions, type Way } from './http/remote.ts';
export { type TokenFetch, type TokenFetchInit } from './http/token-fetch.ts';
export { type ClientCertificate } from './http/trust.ts';
export { goesByProxy, openOutbound } from './http/outbound.ts';
export { faultCode } from './http/outbound-error.ts';
export { loadFromFile, type FileOptions } from './jwks/load-from-file.ts';
export { headerNameFault, headerValueFault, isHeaderName } from './http/request-headers.ts';
export {
  addKey,
  addKeys,
  type AddOptions,
  type WantedKeys,
} from './keyring/add-key.ts';
export {
  type Change,
  type ChangedRing,
  changeRing,
  type ChangeOptions,
  type KeyFile,
} from './keyring/change-ring.ts';
export { confirmRing, noteServedKeys, type SeenKeys } from './keyring/confirm-ring.ts';
export { type ParsedKey, parseKeys } from './keyring/parse-keys.ts';
export { type KeyFileText, readKeyFile } from './keyring/read-key-file.ts';
export { takeKey, type TakenKey, type TakeOptions } from './keyring/take-keys.ts';
export { createFile } from './files/write-atomic.ts';
export { exposedKey, readPrivateFile } from './files/read-private.ts';
export { type ImportedRing, importKeys, type KeyToImport } from './keyring/import-keys.ts';
export { type ManifestRevision, readManifest } from './keyring/manifest-store.ts';
export { readRing, requireIssuer } from './keyring/ring-issuer.ts';
export {
  ensureKeys,
  keepKeys,
  type KeepKeysOptions,
  type KeySettings,
  type KeyTerms,
  scheduleOf,
} from './keyring/keep-keys.ts';
export { type OpenKeyRing, openKeyRing, type OpenKeyRingOptions } from './keyring/open-key-ring.ts';
export { type Closed, type CloseOptions } from './listener/close-gently.ts';
export { listen, type Listener, type ListenOptions } from './listener/listen.ts';
export { type SocketPlace } from './listener/listen-at-path.ts';
export { type ServerTls } from './listener/tls.ts';
export {
  addressUrl,
  type ListenAddress,
  listenFault,
  parseListenAddress,
} from './listener/listen-address.ts';
export { type RequestHandler, toRequestHandler } from './listener/to-request-handler.ts';
export { gatherLines } from './log/gather-lines.ts';
export { type FamilyFigures } from './metrics/exposition.ts';
export { keepMetrics, type KeptMetrics } from './metrics/keep-metrics.ts';
export { createMetricsSink, type MetricsSink } from './metrics/metrics-sink.ts';
export { serveMetrics, type ServedMetrics } from './metrics/serve-metrics.ts';
export { type ProxyOptions } from './passage/exchange.ts';
export {
  listenProxy,
  type ListenPlace,
  type ListenProxyOptions,
  type ProxyListener,
} from './passage/listen-proxy.ts';
export { createProxy, type Proxy } from './passage/proxy.ts';
export { shellWord } from './terminal/shell-word.ts';
export { showTime } from './terminal/show-time.ts';
export {
  createRuntime,
  type OwnedRuntime,
  type Runtime,
  type RuntimeOptions,
} from './runtime.ts';
export { openStore, type OpenStoreOptions } from './store/open-store.ts';
export { createStyle, type Style } from './terminal/style.ts';
export { createNodeSealer, type NodeSealer } from './seal/create-node-sealer.ts';
export {
  createHealth,
  type Health,
  type HealthCheck,
  type HealthOptions,
  type Readiness,
} from './service/health.ts';
export { listenAll, type ListenerSet, type Site } from './service/listener-set.ts';
export { oneAtATime } from './service/one-at-a-time.ts';
export { createSwitch, type Face, type Switch } from './service/switch.ts';
export {
  contentOf,
  type Contents,
  readContents,
  sameContents,
  watchContents,
  type WatchOptions,
} from './service/watch-contents.ts';
export { withHealth } from './service/with-health.ts';
export { workerNumber } from './workers/worker-number.ts';
