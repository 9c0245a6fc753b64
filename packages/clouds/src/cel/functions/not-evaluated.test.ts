import { describe, expect, it } from 'vitest';
import { programOf, runCel } from '../run-cel.fixture.ts';
import { functionsOf } from './dialects.ts';

const table = functionsOf('kubernetes', undefined);
const isThere = (name: string) => table.knows(name) || table.has(name);
/** They compile patterns, which needs a compiler of them. */
const OF_PATTERNS = new Set(['find', 'findAll']);

// kubernetes/kubernetes, staging/src/k8s.io/apiserver/pkg/cel/library/library_compatibility_test.go (read 2026-11): what
// Kubernetes' own test knows of its libraries, by version. jsonpatch.escapeKey is not in the environment of tokens.
const KNOWN_TO_KUBERNETES: readonly (readonly [version: string, names: string])[] = [
  [
    '1.24',
    'isSorted sum max min indexOf lastIndexOf find findAll url getScheme getHost getHostname getPort getEscapedPath getQuery isURL',
  ],
  ['1.27', 'path group serviceAccount resource subresource namespace name check allowed reason'],
  ['1.28', 'errored error'],
  [
    '1.29',
    'add asApproximateFloat asInteger compareTo isGreaterThan isInteger isLessThan isQuantity quantity sign sub',
  ],
  [
    '1.30',
    'ip family isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast ip.isCanonical isIP cidr containsIP containsCIDR masked prefixLength isCIDR string',
  ],
  ['1.31', 'fieldSelector labelSelector validate format.named isSemver major minor patch semver'],
  ['1.36', 'mul div divInt'],
];

describe('the functions of API servers', () => {
  it.each(KNOWN_TO_KUBERNETES)('are those of Kubernetes %s', (_, names) => {
    const missing = names.split(' ').filter((name) => !OF_PATTERNS.has(name) && !isThere(name));
    expect(missing).toEqual([]);
  });

  // google/cel-go, ext/strings.go, sets.go, comprehensions.go, lists.go and cel/library.go (read 2026-11), in the versions that
  // environment/base.go asks for.
  it.each([
    'charAt indexOf join lastIndexOf lowerAscii upperAscii replace split substring trim format strings.quote',
    'sets.contains sets.equivalent sets.intersects',
    'slice flatten distinct reverse sort lists.range',
    'optional.of optional.ofNonZeroValue optional.none hasValue value or orValue first last optional.unwrap unwrapOpt',
  ])('are those of cel-go: %s', (names) => {
    expect(names.split(' ').filter((name) => !isThere(name))).toEqual([]);
  });

  it.each([
    'claims.groups.sortBy(group, group)',
    'claims.transformMapEntry(name, value, {name: value})',
    'claims.groups.slice(0, 1)',
    'claims.groups.first()',
    'strings.quote(claims.sub)',
    'claims.path("/")',
    'quantity("1k").mul(2)',
  ])('are not told as unknown to Kubernetes, and not guessed: %s', async (expression) => {
    expect(await programOf(expression)).toMatchObject({ foreign: [] });
    const claims = { groups: ['a'], sub: 'a' };
    expect(await runCel(expression, claims)).toHaveProperty('unknown');
  });

  it.each(['claims.groups.sorted()', 'strings.reverse(claims.sub)', 'math.greatest(1, 2)'])(
    'are no others: %s',
    async (expression) => {
      const program = await programOf(expression);
      expect('foreign' in program && program.foreign).toHaveLength(1);
    },
  );
});
