/**
 * Text as a literal of CEL, in plain characters alone: what stands in a configuration is what is compared, whatever tool it goes
 * through.
 */
export function celString(text: string): string {
  const escaped = text.replace(/[\\']/g, String.raw`\$&`);
  return `'${escaped.replace(/[^\x20-\x7e]/gu, escapeOf)}'`;
}

function escapeOf(character: string): string {
  const point = (character.codePointAt(0) ?? 0).toString(16);
  return point.length <= 4
    ? String.raw`\u${point.padStart(4, '0')}`
    : String.raw`\U${point.padStart(8, '0')}`;
}
