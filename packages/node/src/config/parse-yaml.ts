import type { CST, ParsedNode, Scalar } from 'yaml';
import { nextTurn } from './next-turn.ts';
import { joinPath } from './path.ts';

/** A line and a column, both from 1: `12:7`. */
type Position = string;

/** A fault of the text itself. */
interface TextFault {
  readonly position?: Position;
  /** The rest of a sentence that begins with the place. */
  readonly message: string;
}

/** A text, read: its value and where in the text each path stands, or all that is wrong with it. */
export type ParsedYaml =
  | {
      readonly value: unknown;
      readonly positions: ReadonlyMap<string, Position>;
      readonly faults?: undefined;
    }
  | { readonly faults: readonly TextFault[] };

/** What a value is that stands in no quotes and has no tag, or the rest of a sentence about why it is none. */
export type ReadPlain = (
  text: string,
) => { readonly value: unknown; readonly fault?: undefined } | { readonly fault: string };

const TOO_DEEP: TextFault = { message: 'is nested too deeply' };
const MAX_DEPTH = 64;
/**
 * Collections that are open at a time, before they are counted: a million brackets would be read for minutes. More
 * than a text of that depth has, for a scalar and its document count as well.
 */
const MAX_OPEN = 2 * MAX_DEPTH;
/** One slip can make the parser complain about every line that follows. */
const MAX_FAULTS = 10;

const MERGED = 'takes in the members of another map by <<, which is not read here: write them out';

/** Pieces of the text that are read in one turn: some milliseconds. */
const LEXEMES_A_TURN = 2_000;

/**
 * Reads YAML 1.2, and JSON, which is a part of it; a long text in several turns of the event loop.
 *
 * @param readPlain - for a file of somebody whose reader is another one: says what `on`, `0777` and the like are to it. Then `<<` is
 * refused, and so is every tag but `!!str`, and a directive of another version than 1.1, which is what such readers know
 */
export async function parseYaml(content: string, readPlain?: ReadPlain): Promise<ParsedYaml> {
  // A service without a file starts without the parser.
  const { Composer, isAlias, isMap, isScalar, isSeq, Lexer, LineCounter, Parser } = await import(
    'yaml'
  );
  const lines = new LineCounter();
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  // As Parser.parse() does; it is half of the work, and calls are to be served meanwhile.
  lines.addNewLine(0);
  let read = 0;
  for (const lexeme of new Lexer().lex(content)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    read += 1;
    if (parser.stack.length > MAX_OPEN) return { faults: [TOO_DEEP] };
    if (read % LEXEMES_A_TURN === 0) await nextTurn();
  }
  for (const token of parser.end()) tokens.push(token);
  const isLong = read > LEXEMES_A_TURN;
  if (isLong) await nextTurn();
  if (depthOf(tokens) > MAX_DEPTH) return { faults: [TOO_DEEP] };
  if (isLong) await nextTurn();
  // It holds each key against all others: sixty thousand would take minutes, in which nothing is served.
  const options = { prettyErrors: false, logLevel: 'error', uniqueKeys: false } as const;
  const composer = new Composer<ParsedNode>(
    readPlain === undefined ? options : { ...options, schema: 'failsafe', resolveKnownTags: false },
  );
  const [document, second] = composer.compose(tokens, true, content.length);
  if (isLong) await nextTurn();
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  if (document === undefined) return { faults: [{ message: 'is empty' }] };
  if (second !== undefined) {
    const message = 'begins a second document: a file holds one';
    return { faults: [{ position: position(second.range[0]), message }] };
  }
  // A warning is about a tag or directive that nobody knows, and so about a value that is not what it seems.
  const complaints = [...document.errors, ...document.warnings];
  if (complaints.length > 0) {
    return {
      faults: complaints.slice(0, MAX_FAULTS).map((complaint) => ({
        position: position(complaint.pos[0]),
        message: describe(complaint),
      })),
    };
  }
  const { explicit, version } = document.directives.yaml;
  if (readPlain !== undefined && explicit === true && version !== '1.1') {
    return { faults: [{ message: 'says %YAML 1.2, and its reader knows 1.1' }] };
  }

  const positions = new Map<string, Position>();
  const faults: TextFault[] = [];
  const settle = (node: Scalar, at: Position): void => {
    if (readPlain === undefined) node.value = unroundedDigits(node) ?? node.value;
    else if (node.type === 'PLAIN' && node.tag === undefined) {
      const meant = readPlain(node.source ?? '');
      if (meant.fault === undefined) node.value = meant.value;
      else faults.push({ position: at, message: meant.fault });
    }
  };
  const visit = (node: ParsedNode | null, path: string): void => {
    if (node === null || isAlias(node)) return;
    if (!positions.has(path)) positions.set(path, position(node.range[0]));
    if (isScalar(node)) settle(node, position(node.range[0]));
    if (isSeq(node)) node.items.forEach((item, index) => visit(item, joinPath(path, index)));
    if (!isMap(node)) return;
    const names = new Set<unknown>();
    for (const { key, value } of node.items) {
      const at = position(key.range[0]);
      if (readPlain !== undefined && isScalar(key)) {
        if (key.type === 'PLAIN' && key.value === '<<') {
          faults.push({ position: at, message: MERGED });
          continue;
        }
        settle(key, at);
      }
      if (!isScalar(key) || typeof key.value !== 'string') {
        faults.push({ position: at, message: 'has a key that is not text: put it in quotes' });
        continue;
      }
      if (names.has(key.value)) faults.push({ position: at, message: 'Map keys must be unique' });
      names.add(key.value);
      const member = joinPath(path, key.value);
      positions.set(member, at);
      visit(value, member);
    }
  };
  visit(document.contents, '');
  if (faults.length > 0) return { faults: faults.slice(0, MAX_FAULTS) };

  if (isLong) await nextTurn();
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), positions };
  } catch {
    return {
      faults: [
        {
          message:
            'has an alias without an anchor, or so many that they would fill the memory; text that begins with * needs quotes',
        },
      ],
    };
  }
}

/** The digits of a whole number that has more than a number holds, as an account of Discord may: they are meant to the last one. */
function unroundedDigits({ value, source }: Scalar): string | undefined {
  if (typeof value !== 'number' || source === undefined || String(value) === source)
    return undefined;
  return Number.isSafeInteger(value) || !/^\d+$/.test(source) ? undefined : source;
}

/**
 * How deeply tokens are nested. Counted before nodes are made of them: that calls itself for
 * each level, and a full stack within a regular expression ends the whole process.
 */
function depthOf(tokens: readonly CST.Token[]): number {
  let deepest = 0;
  const waiting = tokens.map((token): readonly [Nested, number] => [token, 1]);
  for (let at = waiting.pop(); at !== undefined && deepest <= MAX_DEPTH; at = waiting.pop()) {
    const [token, depth] = at;
    deepest = Math.max(deepest, depth);
    if (token === null || token === undefined) continue;
    if (token.type === 'document') waiting.push([token.value, depth + 1]);
    if (!('items' in token)) continue;
    for (const { key, value } of token.items) {
      if (isNested(key)) waiting.push([key, depth + 1]);
      if (isNested(value)) waiting.push([value, depth + 1]);
    }
  }
  return deepest;
}

type Nested = CST.Token | null | undefined;

/** Scalars, which are by far the most, have nothing below them and count for nothing. */
function isNested(token: Nested): boolean {
  return token !== null && token !== undefined && 'items' in token;
}

/** Our sentences for faults that the parser tells with a piece of the text, which may be a secret. */
const SENTENCES: Readonly<Record<string, string>> = {
  BAD_DIRECTIVE: 'has a directive that is not understood',
  TAG_RESOLVE_FAILED: 'has a tag that is not understood',
  BAD_COLLECTION_TYPE: 'has a tag that is not understood',
  BAD_DQ_ESCAPE: 'has an escape sequence that is not understood',
};

function describe({ code, message }: { readonly code: string; readonly message: string }): string {
  return SENTENCES[code] ?? message.replace(/(?<=\w): .*$/s, '');
}
