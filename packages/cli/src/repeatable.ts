/**
 * Gathers the values of an option that may be repeated. An option of commander that takes
 * several words at once would swallow the arguments that follow it.
 */
export function repeatable(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
