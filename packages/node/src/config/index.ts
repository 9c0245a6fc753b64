// An entry of its own: the schema library and the parser take longer to load than most commands to run.
export type { EffectiveSetting } from './effective-settings.ts';
export {
  type ConfigLayers,
  type ExaminedConfig,
  examineConfig,
  type FlagSetting,
  type LoadedConfig,
} from './examine-config.ts';
export type { Config, Sections } from './file-schema.ts';
export { configJsonSchema } from './json-schema.ts';
export { type KnownSetting, listSettings } from './list-settings.ts';
export { loadConfig } from './load-config.ts';
export type { Origin } from './origins.ts';
export { checked, type SectionCheck } from './marks.ts';
export { didYouMean } from './nearest.ts';
export { parseSection } from './parse-section.ts';
export { placedError, type PlacedFault } from './placed-fault.ts';
export { readRuleCases } from './read-cases.ts';
export { readConfigFile } from './read-file.ts';
export { type RuleCase } from './rule-cases-schema.ts';
export { accessRuleSchema } from './access-rule-schema.ts';
export { ruleSchema } from './rule-schema.ts';
export type { NamedFile } from './resolve-files.ts';
export { type OutboundSection, outboundSection } from './sections/outbound-section.ts';
export { publishSchema, type PublishSection } from './sections/publish-schema.ts';
export { type StoreSection, storeSection } from './sections/store-section.ts';
export { createSettingReader, type SettingReader } from './setting-reader.ts';
export { auditSection, type AuditSection } from './sections/audit-section.ts';
export { logSection, type LogSection } from './sections/log-section.ts';
export { metricsSection, type MetricsSection } from './sections/metrics-section.ts';
export { SHUTDOWN_DEFAULTS, shutdownSchema } from './sections/shutdown-schema.ts';
export { publicTlsSchema, tlsSchema, type TlsSection } from './sections/tls-schema.ts';
export { forwardedHeaderSchema, trustedProxiesSchema } from './sections/trusted-proxies-schema.ts';
export {
  algorithm,
  documentUrl,
  filePath,
  hidden,
  issuerUrl,
  listenAddress,
  seconds,
  secret,
  type SecretReference,
  text,
  textOrSecret,
} from './shared-schemas.ts';
export { toYaml, type YamlComment } from './to-yaml.ts';
