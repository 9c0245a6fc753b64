import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findVouchPlaces, placesOfFile } from './vouch-places.ts';
import { makeVouchFolder, type VouchFolder } from './vouch.fixture.ts';

let folder: VouchFolder;
beforeEach(async () => {
  folder = await makeVouchFolder();
});
afterEach(() => folder.remove());

const placed = (file: string | undefined, root: string, secretFile: string) => ({
  file,
  root,
  secretFile,
});

it('has what is around a file below VOUCH_ROOT, or beside it', () => {
  const env = { VOUCH_ROOT: '/srv' };
  expect(placesOfFile('/a/config/v.yml', {})).toEqual(
    placed('/a/config/v.yml', '/a', '/a/config/secret'),
  );
  expect(placesOfFile('/a/v.yml', {})).toEqual(placed('/a/v.yml', '/a', '/a/secret'));
  expect(placesOfFile('/a/v.yml', env)).toEqual(placed('/a/v.yml', '/srv', '/srv/config/secret'));
});

it('finds the file as Vouch Proxy does: VOUCH_CONFIG, the flag, config/config.yml below the root', async () => {
  const { path: home } = folder;
  const secret = join(home, 'config/secret');
  expect(await findVouchPlaces(undefined, {}, home)).toEqual(placed(undefined, home, secret));
  const yaml = await folder.write('config/config.yaml', '');
  expect(await findVouchPlaces(undefined, {}, home)).toEqual(placed(yaml, home, secret));
  const yml = await folder.write('config/config.yml', '');
  expect(await findVouchPlaces(undefined, { VOUCH_ROOT: home }, '/')).toEqual(
    placed(yml, home, secret),
  );
  expect(await findVouchPlaces('/flag.yml', {}, home)).toEqual(placed('/flag.yml', home, secret));
  expect(await findVouchPlaces('/flag.yml', { VOUCH_CONFIG: '/env.yml' }, home)).toEqual(
    placed('/env.yml', home, secret),
  );
});
