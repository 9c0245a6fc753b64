import type { Provider } from './provider.ts';

/**
 * The redirect URIs to register with a provider.
 *
 * @param ports - those that may be listened on, the first is the usual one
 * @param path - that the browser comes back to: `/callback`
 */
export function redirectUrisOf(
  { loopback, loopbackHost }: Provider,
  ports: readonly number[],
  path: string,
): readonly string[] {
  const host = `http://${loopbackHost?.value ?? '127.0.0.1'}`;
  if (loopback.value === 'any-port') return [`${host}${path}`];
  return ports.map((port) => `${host}:${port}${path}`);
}
