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
