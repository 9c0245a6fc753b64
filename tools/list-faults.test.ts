import { expect, test } from 'vitest';
import { listFaults } from './list-faults.mjs';

const GOOD = [
  'package.json',
  'bin/drawbridge.js',
  'src/main.ts',
  'src/ambient.d.ts',
  'dist/main.js',
  'dist/main.js.map',
  'dist/main.d.ts',
  'dist/main.d.ts.map',
];

test('sources with their builds are as they should be', () => {
  expect(listFaults(GOOD)).toEqual([]);
});

test.each([
  ['.env', '.env must not be packed'],
  ['dist/.tsbuildinfo', 'dist/.tsbuildinfo must not be packed'],
  ['src/main.test.ts', 'src/main.test.ts must not be packed'],
  ['src/new.ts', 'src/new.ts is not built'],
  ['dist/old.js', 'dist/old.js has no source: remove dist and build again'],
])('%s is a fault', (file, fault) => {
  expect(listFaults([...GOOD, file])).toEqual([fault]);
});

const BUNDLE = [
  'package.json',
  'bin/drawbridge.js',
  'bin/package.json',
  'dist/credential-process.cjs',
  'dist/main.js',
  'dist/list-x1.js',
];
const NOTICES = 'dist/THIRD-PARTY-NOTICES.txt';

test('a bundle needs no sources, but notices of what it has in it', () => {
  expect(listFaults([...BUNDLE, NOTICES], { bundled: true })).toEqual([]);
  expect(listFaults(BUNDLE, { bundled: true })).toEqual([`${NOTICES} is not built`]);
  expect(listFaults([...BUNDLE, NOTICES, 'src/main.ts'], { bundled: true })).toEqual([
    'src/main.ts must not be packed',
  ]);
  expect(listFaults([...BUNDLE, NOTICES, 'dist/.7.new'], { bundled: true })).toEqual([
    'dist/.7.new must not be packed',
  ]);
});
