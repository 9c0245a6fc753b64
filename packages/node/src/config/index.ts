// An entry of its own: the schema library and the parser take longer to load than most commands to run.
export { parseSection } from './parse-section.ts';
export { type ConfigFile, readConfigFile, type Sections } from './read-config-file.ts';
export { ruleSchema } from './rule-schema.ts';
export {
  algorithm,
  filePath,
  issuerUrl,
  listenAddress,
  seconds,
  secret,
  text,
} from './shared-schemas.ts';
export { toYaml, type YamlComment } from './to-yaml.ts';
