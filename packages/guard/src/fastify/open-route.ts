/** Marks the `config` of a route that is open to everybody: a hook of the whole application runs for it, too. */
const OPEN = Symbol('drawbridge.open');

export function markOpen<Config extends object>(config: Config): Config {
  return Object.assign(config, { [OPEN]: true });
}

export function isOpen(config: unknown): boolean {
  return typeof config === 'object' && config !== null && OPEN in config;
}
