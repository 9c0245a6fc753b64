import { afterAll, describe, expect, it } from 'vitest';
import { listPages } from '../support/documents.ts';
import { compileCode, readCode } from '../support/page-code.ts';
import { createStage } from '../support/stage.ts';

const stage = createStage();
afterAll(() => stage.clear());

/** Pages that have code; others may have some too. */
const PAGES = [
  'README.md',
  'docs/background-work.md',
  'docs/behind/apisix.md',
  'docs/behind/envoy.md',
  'docs/behind/laptop.md',
  'docs/behind/oauth2-proxy.md',
  'docs/embedding.md',
  'docs/guard.md',
  'docs/migrate/eoepca-security.md',
  'docs/testing.md',
  'docs/token-source.md',
  'docs/tokens.md',
];

describe('the code in pages', () => {
  // Every framework's types are read for it, on a machine that other tests keep busy.
  it('is taken by the compiler', { timeout: 180_000 }, async () => {
    const blocks = (await Promise.all((await listPages()).map(readCode))).flat();
    expect([...new Set(blocks.map(({ page }) => page))]).toEqual(expect.arrayContaining(PAGES));
    expect(await compileCode(stage, blocks)).toMatchObject({ code: 0, stdout: '' });
  });
});
