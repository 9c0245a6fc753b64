interface NodeProcess {
  readonly versions?: Readonly<Record<string, string>>;
  getBuiltinModule?(name: string): unknown;
}

/**
 * A module of Node itself; `undefined` elsewhere. Cloudflare Workers, Bun and Deno have modules of those names too, each with
 * differences of its own, and all have what the web platform offers.
 */
export function nodeModule(name: string): unknown {
  const { process } = globalThis as { process?: NodeProcess };
  const versions = process?.versions ?? {};
  // workerd names OpenSSL and leaves its version empty.
  if (!versions['openssl'] || 'bun' in versions || 'deno' in versions) return undefined;
  return process?.getBuiltinModule?.(name);
}
