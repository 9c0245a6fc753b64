/** Names that are ours and no settings: the file's name, and the version that images like to note. */
const NO_SETTINGS = ['DRAWBRIDGE_CONFIG', 'DRAWBRIDGE_VERSION'];

/**
 * What Kubernetes sets in every pod for a Service whose name begins with "drawbridge":
 * `DRAWBRIDGE_SERVICE_HOST`, `DRAWBRIDGE_PORT_8080_TCP_ADDR`, and more.
 */
const SERVICE_LINK =
  /^DRAWBRIDGE(?:_[A-Z0-9]+)*_(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9]+)*|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/;
const SERVICE_ADDRESS = /^(?:tcp|udp|sctp):\/\//;

/** Whether a variable is there to set something. An empty one is as one that is not set. */
export function isSettingVariable(name: string, value: string | undefined): boolean {
  if (!name.startsWith('DRAWBRIDGE_') || NO_SETTINGS.includes(name)) return false;
  if (value === undefined || value === '' || SERVICE_LINK.test(name)) return false;
  return !(name.endsWith('_PORT') && SERVICE_ADDRESS.test(value));
}

/** Whether the environment sets anything; needs neither schema nor parser. */
export function hasSettings(env: Readonly<Record<string, string | undefined>>): boolean {
  return Object.entries(env).some(([name, value]) => isSettingVariable(name, value));
}
