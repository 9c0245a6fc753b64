import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { relyingPartiesPage, type ShownParty } from './relying-parties-page.fixture.ts';
import { PARTY_NAMES, withParty } from './with-party.ts';

// `npm run docs` writes it anew.
test('the page of what relying parties ask for is that of the rules', async () => {
  const parties: ShownParty[] = [];
  for (const name of PARTY_NAMES) {
    await withParty(name, (party) => Promise.resolve(parties.push(party)));
  }
  await expect(relyingPartiesPage(parties)).toMatchFileSnapshot(
    '../../../../../docs/reference/relying-parties.md',
  );
});

test('the guide names rules and errors of each relying party that there are', async () => {
  const guide = await readFile(new URL('../../../../../docs/doctor.md', import.meta.url), 'utf8');
  const names: Readonly<Record<string, (typeof PARTY_NAMES)[number]>> = {
    AWS: 'aws',
    Azure: 'azure',
    Google: 'gcp',
    Kubernetes: 'kubernetes',
    Vault: 'vault',
  };
  const rows = [...guide.matchAll(/^\| (AWS|Azure|Google|Kubernetes|Vault): (.*) \| (.*) \|$/gm)];
  expect(new Set(rows.map(([, party]) => party))).toEqual(new Set(Object.keys(names)));
  for (const [, party = '', says = '', rules = ''] of rows) {
    await withParty(names[party] ?? 'aws', ({ requirements, rules: own }) => {
      const ids = own.map(({ id }) => id);
      const named = [...rules.matchAll(/`([a-z0-9-]+)`/g)].map(([, id]) => id);
      expect(named, says).not.toEqual([]);
      expect(
        named.filter((id) => id !== undefined && !id.startsWith('--') && !ids.includes(id)),
      ).toEqual([]);
      const answers = Object.values(requirements).flatMap(({ answers: all = [] }) => all);
      const words = [...says.matchAll(/`([^`]+)`|\*([^*]+)\*/g)].flatMap(([, code, text]) =>
        (code ?? text ?? '').split(' … '),
      );
      for (const word of words) {
        expect(
          answers.some((answer) => answer.includes(word)),
          word,
        ).toBe(true);
      }
      return Promise.resolve();
    });
  }
});
