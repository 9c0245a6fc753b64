/** A part of a value in a policy. */
export type ValuePart =
  | { readonly text: string }
  | { readonly wild: '*' | '?' }
  /** A variable, by the name of its key as written, and what stands for it where the request has no such key. */
  | { readonly variable: string; readonly fallback?: string }
  /** A `${` that begins no variable. What IAM makes of it is not documented. */
  | { readonly unclear: string };

/**
 * Takes a value of a condition apart (IAM user guide, "IAM policy elements: Variables and tags": `${*}`, `${?}` and `${$}` are
 * these characters, `${key, 'default'}` is a variable with what stands for it).
 */
export function parseValue(
  text: string,
  { wildcards, variables }: { readonly wildcards: boolean; readonly variables: boolean },
): readonly ValuePart[] {
  const parts: ValuePart[] = [];
  let plain = '';
  const add = (part: ValuePart) => {
    if (plain !== '') parts.push({ text: plain });
    plain = '';
    parts.push(part);
  };
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (variables && character === '$' && text.charAt(index + 1) === '{') {
      const end = text.indexOf('}', index);
      const inner = end === -1 ? undefined : text.slice(index + 2, end);
      if (inner === '*' || inner === '?' || inner === '$') plain += inner;
      else add(inner === undefined ? { unclear: text.slice(index) } : parseVariable(inner));
      if (end === -1) break;
      index = end;
    } else if (wildcards && (character === '*' || character === '?')) {
      add({ wild: character });
    } else {
      plain += character;
    }
  }
  if (plain !== '') parts.push({ text: plain });
  return parts;
}

function parseVariable(inner: string): ValuePart {
  const comma = inner.indexOf(',');
  const name = comma === -1 ? inner : inner.slice(0, comma);
  if (!/^[^\s${](?:[^${]*[^\s${])?$/.test(name)) return { unclear: `\${${inner}}` };
  if (comma === -1) return { variable: name };
  // The page writes the comma with one space.
  const rest = inner.slice(comma + 1);
  return /^ '[^']*'$/.test(rest)
    ? { variable: name, fallback: rest.slice(2, -1) }
    : { unclear: `\${${inner}}` };
}
