import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { celString } from '../trust/cel-text.ts';
import { evaluateProvider } from './evaluate-provider.ts';
import { readProvider } from './read-provider.ts';

// Conditions as trees, which this file reads by itself: true, false, or an error where a claim is not there.

type Tree =
  | { readonly kind: 'is'; readonly path: string; readonly text: string }
  | { readonly kind: 'begins'; readonly path: string; readonly text: string }
  | { readonly kind: 'in'; readonly path: string; readonly texts: readonly string[] }
  | { readonly kind: 'has'; readonly path: string }
  | { readonly kind: 'not'; readonly inner: Tree }
  | { readonly kind: 'and' | 'or'; readonly left: Tree; readonly right: Tree };

const text = fc.constantFrom('acme', 'acme/app', "it's", 'a\\b', 'é😀', '');
const path = fc.constantFrom(
  'assertion.a',
  'assertion.b',
  'assertion.no',
  'google.subject',
  'attribute.x',
);

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.record({ kind: fc.constant('is' as const), path, text }),
    fc.record({ kind: fc.constant('begins' as const), path, text }),
    fc.record({ kind: fc.constant('in' as const), path, texts: fc.array(text, { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('has' as const), path }),
    fc.record({ kind: fc.constant('not' as const), inner: tie('tree') }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      left: tie('tree'),
      right: tie('tree'),
    }),
  ),
}));

function write(node: Tree): string {
  switch (node.kind) {
    case 'is':
      return `${node.path} == ${celString(node.text)}`;
    case 'begins':
      return `${node.path}.startsWith(${celString(node.text)})`;
    case 'in':
      return `${node.path} in [${node.texts.map(celString).join(', ')}]`;
    case 'has':
      return `has(${node.path})`;
    case 'not':
      return `!(${write(node.inner)})`;
    case 'and':
      return `(${write(node.left)} && ${write(node.right)})`;
    case 'or':
      return `(${write(node.left)} || ${write(node.right)})`;
  }
}

function read(node: Tree, values: ReadonlyMap<string, string>): boolean | 'error' {
  if (node.kind === 'not') {
    const inner = read(node.inner, values);
    return inner === 'error' ? inner : !inner;
  }
  if ('left' in node) {
    const decides = node.kind === 'or';
    const both = [read(node.left, values), read(node.right, values)];
    if (both.includes(decides)) return decides;
    return both.includes('error') ? 'error' : !decides;
  }
  const value = values.get(node.path);
  if (node.kind === 'has') return value !== undefined;
  if (value === undefined) return 'error';
  if (node.kind === 'in') return node.texts.includes(value);
  return node.kind === 'is' ? value === node.text : value.startsWith(node.text);
}

describe('a condition of texts', () => {
  it('lets in exactly those of whom it is true (property)', async () => {
    const claims = fc.record(
      { sub: fc.constantFrom('s', 'acme'), a: text, b: text },
      { requiredKeys: ['sub'] },
    );
    await fc.assert(
      fc.asyncProperty(tree, claims, async (condition, token) => {
        const trust = await readProvider({
          oidc: { issuerUri: 'https://oidc.example.com', allowedAudiences: ['gcp'] },
          attributeMapping: {
            'google.subject': 'assertion.sub',
            'attribute.x': 'assertion.sub + "/app"',
          },
          attributeCondition: write(condition),
        });
        const { verdict } = evaluateProvider(trust, {
          issuer: 'https://oidc.example.com',
          claims: { aud: 'gcp', ...token },
        });
        const values = new Map([
          ...Object.entries(token).map(([name, value]) => [`assertion.${name}`, value] as const),
          ['google.subject', token.sub] as const,
          ['attribute.x', `${token.sub}/app`] as const,
        ]);
        expect(verdict).toBe(read(condition, values) === true ? 'allowed' : 'refused');
      }),
      { numRuns: 1000 },
    );
  });
});
