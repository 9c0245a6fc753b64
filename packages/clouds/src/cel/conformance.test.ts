import { tests as conformance } from '@bufbuild/cel-spec/testdata/conformance.js';
import { loadRegexSearch } from '@drawbridge/rules';
import { describe, expect, it } from 'vitest';
import type { CelOutcome } from './cel-program.ts';
import { compile } from './evaluation/compile.ts';
import { CompileFault } from './evaluation/compile-fault.ts';
import { evaluateNode } from './evaluation/evaluate-node.ts';
import { functionsOf } from './functions/dialects.ts';
import { parse } from './syntax/parse.ts';
import { SyntaxFault } from './syntax/syntax-fault.ts';
import { DYN } from './evaluation/known-type.ts';
import { CelType } from './values/value.ts';

// The conformance tests of CEL itself (github.com/google/cel-spec, tests/simple/testdata, v0.25.1), as Buf publishes them.

interface Suite {
  readonly name: string;
  readonly suites?: readonly Suite[];
  readonly tests?: readonly { readonly original: Readonly<Record<string, unknown>> }[];
}

type Typed = Readonly<Record<string, unknown>>;

interface Case {
  readonly path: string;
  readonly expr: string;
  readonly bindings: Readonly<Record<string, unknown>>;
  readonly wanted: { readonly value: unknown } | 'fault';
}

/** Has no counterpart in JSON: bytes, messages, unsigned numbers. */
const NONE = Symbol('none');

/** A value as a token would have it. */
function toJson(typed: Typed): unknown {
  const [[kind, value] = ['none', NONE]] = Object.entries(typed);
  switch (kind) {
    case 'int64Value': {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : NONE;
    }
    case 'doubleValue':
      return typeof value === 'number' && !Number.isInteger(value) ? value : NONE;
    case 'stringValue':
    case 'boolValue':
    case 'nullValue':
      return value;
    case 'listValue': {
      const items = ((value as Typed)['values'] ?? []) as readonly Typed[];
      const list = items.map(toJson);
      return list.includes(NONE) ? NONE : list;
    }
    case 'mapValue': {
      const entries = ((value as Typed)['entries'] ?? []) as readonly {
        key: Typed;
        value: Typed;
      }[];
      const pairs = entries.map((entry) => [toJson(entry.key), toJson(entry.value)] as const);
      const isJson = pairs.every(([key, member]) => typeof key === 'string' && member !== NONE);
      return isJson ? Object.fromEntries(pairs) : NONE;
    }
    default:
      return NONE;
  }
}

/** A value as an outcome has it. */
function toOutcome(typed: Typed): unknown {
  const [[kind, value] = ['none', NONE]] = Object.entries(typed);
  switch (kind) {
    case 'int64Value':
    case 'uint64Value':
      return BigInt(String(value));
    case 'doubleValue':
      return Number(value);
    case 'bytesValue':
      return Uint8Array.from(atob(String(value)), (letter) => letter.charCodeAt(0));
    case 'typeValue':
      return new CelType(String(value));
    case 'listValue':
      return (((value as Typed)['values'] ?? []) as readonly Typed[]).map(toOutcome);
    case 'mapValue':
      return new Map(
        (((value as Typed)['entries'] ?? []) as readonly { key: Typed; value: Typed }[]).map(
          (entry) => [toOutcome(entry.key), toOutcome(entry.value)],
        ),
      );
    case 'objectValue':
      return NONE;
    default:
      return value;
  }
}

function* casesOf(suite: Suite, path = ''): Generator<Case> {
  const here = `${path}${suite.name}/`;
  for (const inner of suite.suites ?? []) yield* casesOf(inner, here);
  for (const { original } of suite.tests ?? []) {
    const bindings = Object.entries(
      (original['bindings'] ?? {}) as Readonly<Record<string, Typed>>,
    ).map(([name, bound]) => [name, toJson(bound['value'] as Typed)] as const);
    if (bindings.some(([name, value]) => value === NONE || name.includes('.'))) continue;
    // Names of messages in a package: nothing of a token is one.
    if (original['container'] !== undefined) continue;
    const typed = (original['value'] ??
      (original['typedResult'] as Typed | undefined)?.['result']) as Typed | undefined;
    if (typed === undefined && original['typedResult'] !== undefined) continue;
    const value = typed === undefined ? true : toOutcome(typed);
    yield {
      path: here + String(original['name']),
      expr: String(original['expr']),
      bindings: Object.fromEntries(bindings),
      wanted: original['evalError'] === undefined ? { value } : 'fault',
    };
  }
}

const regex = await loadRegexSearch();
const table = functionsOf('kubernetes', regex);

function evaluate({ expr, bindings }: Case): CelOutcome {
  try {
    const names = new Map(Object.keys(bindings).map((name) => [name, DYN]));
    const node = compile(parse(expr), { table: { ...table, isChecked: false }, names });
    return evaluateNode(node, bindings, Object.keys(bindings), 'kubernetes');
  } catch (thrown) {
    if (thrown instanceof SyntaxFault || thrown instanceof CompileFault) {
      return { fault: thrown.message };
    }
    throw thrown;
  }
}

/** Bytes of Node's encoder are of a class of its own. */
function plain(outcome: CelOutcome): CelOutcome {
  if (!('value' in outcome) || !(outcome.value instanceof Uint8Array)) return outcome;
  return { value: Uint8Array.from(outcome.value) };
}

/** Where cel-go and the tests of the language differ, or what is tested is no expression of a token's. */
const APART: readonly (readonly [RegExp, string])[] = [
  [/block_ext/, 'what an optimizer makes of expressions'],
  [/unbound_is_runtime_error/, 'types are checked by all relying parties: it is an error before'],
  [
    /map_null_entry_no_such_key|map_present_key_invalid_field/,
    'cel-go in Kubernetes is not set up for the error',
  ],
];

const cases = [...casesOf(conformance as Suite)].filter(
  ({ path }) => !APART.some(([pattern]) => pattern.test(path)),
);

describe('the conformance tests of CEL', () => {
  const known = cases.filter((each) => {
    const outcome = evaluate(each);
    return !('unknown' in outcome);
  });

  it('are for the most part of what is known here', () => {
    expect(cases.length).toBeGreaterThan(1000);
    expect(known.length).toBeGreaterThan(800);
  });

  it.each(known.map((each) => [each.path, each] as const))('%s', (_, each) => {
    const outcome = evaluate(each);
    if (each.wanted === 'fault') expect(outcome).toHaveProperty('fault');
    else expect(plain(outcome)).toEqual(each.wanted);
  });
});
