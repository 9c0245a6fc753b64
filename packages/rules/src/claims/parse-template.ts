/** A piece of a template: text as it stands, or the path of an upstream claim. */
export type TemplatePart = { readonly text: string } | { readonly claim: string };

const PIECE = /(?<brace>\{\{|\}\})|\{(?<claim>[^{}]*)\}|(?<text>[^{}]+)|(?<stray>[{}])/gu;

/**
 * Parses a template: `{name}` stands for an upstream claim, `{{` and `}}` for braces.
 *
 * @returns the parts, neighbouring texts joined; or what is wrong with it
 */
export function parseTemplate(template: string): readonly TemplatePart[] | { fault: string } {
  const parts: TemplatePart[] = [];
  let text = '';
  for (const { groups } of template.matchAll(PIECE)) {
    const claim = groups?.['claim'];
    if (groups?.['stray'] !== undefined) {
      return { fault: `has a lone ${groups['stray']}; a brace that is meant is doubled` };
    }
    if (claim === undefined) {
      text += groups?.['text'] ?? (groups?.['brace'] === '{{' ? '{' : '}');
      continue;
    }
    if (claim.trim() !== claim || claim === '') {
      return { fault: 'has braces without the name of a claim between them' };
    }
    if (text.endsWith('$')) {
      return { fault: `has \${${claim}}; a claim is written {${claim}}, without the dollar sign` };
    }
    if (text !== '') parts.push({ text });
    text = '';
    parts.push({ claim });
  }
  if (text !== '' || parts.length === 0) parts.push({ text });
  return parts;
}
