import type { Document, ParsedNode } from 'yaml';
import { joinPath } from './path.ts';

/** A line and a column, both from 1: `12:7`. */
export type Position = string;

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

const TOO_DEEP: TextFault = { message: 'is nested too deeply' };
const MAX_DEPTH = 64;
/** One slip can make the parser complain about every line that follows. */
const MAX_FAULTS = 10;

/** Reads YAML 1.2, and JSON, which is a part of it. */
export async function parseYaml(content: string): Promise<ParsedYaml> {
  // A service without a file starts without the parser.
  const { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = tryTo<Document.Parsed>(() =>
    parseDocument(content, { lineCounter: lines, prettyErrors: false, logLevel: 'error' }),
  );
  if (document instanceof Error) return { faults: [TOO_DEEP] };
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return `${line}:${col}`;
  };
  // A warning is about a tag or directive that nobody knows, and so about a value that is not what it seems.
  const complaints = [...document.errors, ...document.warnings];
  if (complaints.length > 0) {
    // The parser runs out of stack within, and goes on.
    if (complaints.some(({ message }) => message.includes('call stack'))) {
      return { faults: [TOO_DEEP] };
    }
    return {
      faults: complaints.slice(0, MAX_FAULTS).map(({ pos, message }) => ({
        position: position(pos[0]),
        message: withoutSource(message),
      })),
    };
  }

  const positions = new Map<string, Position>();
  const faults: TextFault[] = [];
  const visit = (node: ParsedNode | null, path: string, depth: number): void => {
    if (node === null || isAlias(node)) return;
    if (depth > MAX_DEPTH) {
      faults.push({ ...TOO_DEEP, position: position(node.range[0]) });
      return;
    }
    if (!positions.has(path)) positions.set(path, position(node.range[0]));
    if (isSeq(node))
      node.items.forEach((item, index) => visit(item, joinPath(path, index), depth + 1));
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      const at = position(key.range[0]);
      if (!isScalar(key) || typeof key.value !== 'string') {
        faults.push({ position: at, message: 'has a key that is not text: put it in quotes' });
        continue;
      }
      const member = joinPath(path, key.value);
      positions.set(member, at);
      visit(value, member, depth + 1);
    }
  };
  visit(document.contents, '', 0);
  if (faults.length > 0) return { faults };

  const value = tryTo(() => toValue(document));
  // An alias without an anchor, or so many that they would fill the memory.
  if (value instanceof Error) {
    return { faults: [{ message: `has an unusable alias: ${value.message}` }] };
  }
  return { value, positions };
}

function toValue(document: Document.Parsed): unknown {
  return document.toJS({ maxAliasCount: 100 });
}

/** What comes of a step that may give up: by an alias without an anchor, or a full stack. */
function tryTo<T>(run: () => T): T | Error {
  try {
    return run();
  } catch (thrown) {
    return thrown as Error;
  }
}

/** The parser's sentence without what it quotes of the text, which may be a secret. */
function withoutSource(message: string): string {
  return message.replace(/(?<=\w): .*$/s, '');
}
