/** Writes a value as YAML 1.2, as a person would: two spaces, lists below their name, no line folded. */
export async function toYaml(value: unknown): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(value, { lineWidth: 0 });
}
