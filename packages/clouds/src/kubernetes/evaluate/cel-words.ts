/** A word of an expression: a name, a mark, or a text in quotes. */
interface Word {
  readonly kind: 'name' | 'mark' | 'text' | 'number';
  /** Of a name in back quotes, what is between them. */
  readonly text: string;
}

/** One word, or what is between words (the language definition of CEL, "Syntax"). Every branch begins with something of its own. */
const NEXT =
  /(?<space>\s+|\/\/[^\n]*)|(?<text>[bBrR]{0,2}(?:"""|'''|"|'))|`(?<quoted>[^`\n]*)`|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<number>[0-9][A-Za-z0-9_]*)|(?<mark>[^])/y;

/**
 * The words of an expression, whether or not it is a right one. It tells what an expression says without having to know all
 * that API servers know: they have functions and a syntax (`?.`) that other readers of CEL do not.
 */
export function celWords(expression: string): readonly Word[] {
  const words: Word[] = [];
  const next = new RegExp(NEXT);
  for (let at = 0; at < expression.length; at = next.lastIndex) {
    next.lastIndex = at;
    const groups = next.exec(expression)?.groups ?? {};
    if (groups['text'] !== undefined) {
      next.lastIndex = endOfText(expression, next.lastIndex, groups['text']);
      words.push({ kind: 'text', text: expression.slice(at, next.lastIndex) });
    } else if (groups['name'] !== undefined || groups['quoted'] !== undefined) {
      words.push({ kind: 'name', text: groups['name'] ?? groups['quoted'] ?? '' });
    } else if (groups['number'] !== undefined || groups['mark'] !== undefined) {
      words.push({
        kind: groups['number'] === undefined ? 'mark' : 'number',
        text: groups['number'] ?? groups['mark'] ?? '',
      });
    }
  }
  return words;
}

/** @param opening - the quote that a text begins with, and the letters before it */
function endOfText(expression: string, start: number, opening: string): number {
  const isRaw = /^[bB]?[rR]/.test(opening);
  const quote = opening.replace(/^[A-Za-z]+/, '');
  for (let at = start; at < expression.length; at++) {
    if (expression.startsWith(quote, at)) return at + quote.length;
    if (!isRaw && expression[at] === '\\') at += 1;
  }
  return expression.length;
}

/**
 * The fields of a variable that an expression reads, as API servers count them: `claims.email`, `claims.?email`,
 * `has(claims.email)` and `(claims).email`, not `claims["email"]` and not `claims.other.claims.email` (kubernetes, validation.go:
 * hasSelectExp).
 */
export function fieldsRead(expression: string, variable: string): ReadonlySet<string> {
  const words = celWords(expression);
  const is = (at: number, text: string) => words[at]?.kind === 'mark' && words[at]?.text === text;
  const fields = new Set<string>();
  for (const [at, word] of words.entries()) {
    if (word.kind !== 'name' || word.text !== variable) continue;
    let [first, last] = [at, at];
    while (is(first - 1, '(') && is(last + 1, ')') && words[first - 2]?.kind !== 'name') {
      first -= 1;
      last += 1;
    }
    if (is(first - 1, '.') || (is(first - 1, '?') && is(first - 2, '.'))) continue;
    if (!is(last + 1, '.')) continue;
    const name = is(last + 2, '?') ? last + 3 : last + 2;
    const field = words[name];
    if (field?.kind === 'name' && !is(name + 1, '(')) fields.add(field.text);
  }
  return fields;
}
