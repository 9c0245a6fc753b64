import { printable } from '@drawbridge/core';

/** A comment above a member of a YAML document. */
export interface YamlComment {
  /** Where: names and positions from the top, such as `['exchange', 'upstreams', 0, 'leeway']`. */
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/**
 * Writes a value as YAML 1.2, as a person would: two spaces, lists below their name, no line folded.
 *
 * @param comments - each goes above the member that it is about; one about no member goes nowhere
 */
export async function toYaml(
  value: unknown,
  comments: readonly YamlComment[] = [],
): Promise<string> {
  const { Document, isMap, isScalar, visit } = await import('yaml');
  const document = new Document(value);
  visit(document, {
    Scalar(_, node) {
      if (isUnshown(node.value)) node.type = 'QUOTE_DOUBLE';
    },
  });
  for (const { path, text } of comments) {
    const parent = document.getIn(path.slice(0, -1), true);
    const name = path.at(-1);
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === name)
      : undefined;
    if (isScalar(pair?.key)) pair.key.commentBefore = ` ${text}`;
  }
  return document.toString({ lineWidth: 0 });
}

/** Text that a terminal would obey or hide. In double quotes it can be written as escapes and stay what it is. */
function isUnshown(value: unknown): boolean {
  return typeof value === 'string' && printable(value) !== value;
}
