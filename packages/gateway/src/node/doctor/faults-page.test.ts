import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { GATEWAY_FAULTS } from '../../doctor/fault.ts';

const PAGE = new URL('../../../../../docs/gateway.md', import.meta.url);

it('docs/gateway.md has each fault of the doctor, in its order and its words, and no other', async () => {
  const page = await readFile(PAGE, 'utf8');
  const [, section = ''] = page.split('## When it does not work');
  const [, table = ''] =
    /\| fault \| what is wrong \|\n\|---\|---\|\n((?:\|.*\n)+)/.exec(section) ?? [];
  const rows = [...table.matchAll(/^\| `([a-z\d-]+)` \| (.*) \|$/gm)].map(([, fault, text]) => [
    fault,
    text,
  ]);
  const faults = Object.entries(GATEWAY_FAULTS).map(([fault, { title, why }]) => [
    fault,
    `${title}. ${why}`,
  ]);
  expect(rows).toEqual(faults);
});
