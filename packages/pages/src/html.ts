/** HTML that was made by {@link html}, and so has no text in it that was not escaped. */
export class Html {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  /** Of a literal of the source: what is interpolated is text, and escaped, unless it is HTML already. */
  static of(literal: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
    const rest = values.map((value, index) => `${render(value)}${literal[index + 1]}`);
    return new Html(`${literal[0]}${rest.join('')}`);
  }
}

/** What a template takes: text, HTML, a list of either, or nothing. */
export type HtmlValue = string | Html | readonly HtmlValue[] | undefined;

/** Tag of a template literal. Nothing else makes HTML, so that nothing gets around the escaping. */
export const html = Html.of;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What joins two pictures into one. */
const JOINED_PICTURES = String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})`;
/** What shapes letters, in scripts that have such letters: Persian and Hindi, say. */
const SHAPED_LETTERS = String.raw`(?<=(?=[\p{L}\p{M}])[^\p{scx=Latn}\p{scx=Grek}\p{scx=Cyrl}])[\u200c\u200d](?=\p{L})`;
/** Controls, marks that turn the direction of text around, halves of characters: nothing that a reader sees. */
const UNSEEN = new RegExp(
  String.raw`(?!\n|${JOINED_PICTURES}|${SHAPED_LETTERS})[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]`,
  'gu',
);

/** Text as it may stand in an element, and in an attribute with quotation marks. */
function escapeHtml(text: string): string {
  return text.replace(UNSEEN, '\ufffd').replace(/[&<>"']/g, (mark) => ENTITIES[mark] as string);
}

function render(value: HtmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Html) return value.toString();
  return typeof value === 'string' ? escapeHtml(value) : value.map(render).join('');
}
