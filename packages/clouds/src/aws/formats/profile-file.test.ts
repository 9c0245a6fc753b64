// oxlint-disable-next-line typescript/triple-slash-reference -- declares a module that has no types
/// <reference path="./ini-api.d.ts" />
import fc from 'fast-check';
import { Ini } from 'ini-api';
import { describe, expect, test } from 'vitest';
import {
  editProfile,
  type ProfileChange,
  type ProfileFileKind,
  profileNameFault,
  type ProfileSetting,
  readProfile,
} from './profile-file.ts';
import { profileLines } from './profile-lines.ts';

const SET: readonly ProfileSetting[] = [
  ['aws_access_key_id', 'NEW'],
  ['aws_session_token', 'a+b/c=='],
];
interface EditOptions extends Partial<ProfileChange> {
  readonly kind?: ProfileFileKind;
  readonly profile?: string;
}
const edit = (
  file: string,
  {
    kind = 'credentials',
    profile = 'ci',
    set = SET,
    remove = ['aws_security_token'],
  }: EditOptions = {},
) => editProfile(file, kind, profile, { set, remove });

describe('a name', () => {
  test.each(['', 'a b', 'a]', '[a', 'a\nb', 'a"', "a'", 'a#b', 'ä', '__proto__'])(
    'is refused: %j',
    (name) => {
      expect(profileNameFault(name)).toBeDefined();
      expect(() => edit('', { profile: name })).toThrow(
        expect.objectContaining({ code: 'cloud_setting_invalid' }),
      );
    },
  );

  test.each(['default', 'a', 'A-b_c@d+e.f%g:h/i', 'constructor'])('is taken: %s', (name) => {
    expect(profileNameFault(name)).toBeUndefined();
    expect(
      readProfile(edit('', { profile: name }), 'credentials', name).get('aws_access_key_id'),
    ).toBe('NEW');
  });
});

test.each(['a\nb', 'a\rb', 'a\n[other]\nx=y', 'a\0', ' a', 'a ', '', 'a # b', 'a\t;b', '#a', ';'])(
  'a value that some reader would not read back is refused, and not shown: %j',
  (value) => {
    const set: readonly ProfileSetting[] = [
      ['aws_session_token', value.replaceAll('a', 'PLANTED')],
    ];
    expect(() => edit('', { set })).toThrow(
      expect.objectContaining({
        code: 'cloud_setting_invalid',
        message: expect.not.stringContaining('PLANTED') as string,
      }),
    );
  },
);

test('a new profile comes last, after a line between', () => {
  const section = '[ci]\naws_access_key_id = NEW\naws_session_token = a+b/c==\n';
  expect(edit('')).toBe(section);
  expect(edit('[a]\nx = 1\n')).toBe(`[a]\nx = 1\n\n${section}`);
  expect(edit('[a]\nx = 1')).toBe(`[a]\nx = 1\n\n${section}`);
  expect(edit('[a]\r\nx = 1\r\n\r\n')).toBe(
    `[a]\r\nx = 1\r\n\r\n${section.replaceAll('\n', '\r\n')}`,
  );
});

test('nothing to set makes no section', () => {
  expect(edit('[a]\nx = 1', { set: [] })).toBe('[a]\nx = 1');
});

test('sections are named as each file has it', () => {
  expect(edit('', { kind: 'config' })).toMatch(/^\[profile ci\]\n/);
  expect(edit('', { kind: 'config', profile: 'default' })).toMatch(/^\[default\]\n/);
  // Not this profile: AWS reads no such section of this file.
  expect(edit('[ci]\nx = 1\n', { kind: 'config' })).toContain('[ci]\nx = 1\n\n[profile ci]\n');
  expect(edit('[profile ci]\nx = 1\n')).toContain('[profile ci]\nx = 1\n\n[ci]\n');
  expect(edit('[profile "ci"]\nx = 1\n', { kind: 'config' })).not.toContain('[profile ci]');
  for (const other of ['sso-session ci', 'services ci', 'profile ci2', 'profileci']) {
    expect(edit(`[${other}]\nx = 1\n`, { kind: 'config' })).toMatch(/^\[profile ci\]$/m);
  }
});

test('everything else stays as it is', () => {
  const before = `# mine, all of it
; and this

[default]
region = eu-west-1
aws_access_key_id = KEEP

[ci] # the one
  unknown_key=  kept
# before the key
AWS_ACCESS_KEY_ID : OLD
aws_security_token = STALE
s3 =
    max_concurrent_requests = 20
    aws_access_key_id = nested
# about what comes next

[zz]
aws_session_token = KEEP`;
  expect(edit(before)).toBe(`# mine, all of it
; and this

[default]
region = eu-west-1
aws_access_key_id = KEEP

[ci] # the one
  unknown_key=  kept
# before the key
aws_access_key_id = NEW
s3 =
    max_concurrent_requests = 20
    aws_access_key_id = nested
aws_session_token = a+b/c==
# about what comes next

[zz]
aws_session_token = KEEP`);
});

test('the end of the last line is not needed, and not doubled', () => {
  expect(edit('[ci]\nx = 1')).toBe(
    '[ci]\nx = 1\naws_access_key_id = NEW\naws_session_token = a+b/c==\n',
  );
  expect(edit('[ci]\nx = 1\naws_security_token = S')).toBe(
    '[ci]\nx = 1\naws_access_key_id = NEW\naws_session_token = a+b/c==\n',
  );
});

test('a profile in several sections has the new values in one, and the old in none', () => {
  const twice =
    '[ci]\naws_access_key_id = 1\n[b]\n[ci]\naws_access_key_id = 2\nx = 3\naws_access_key_id = 4\n';
  expect(edit(twice)).toBe(
    '[ci]\naws_access_key_id = NEW\naws_session_token = a+b/c==\n[b]\n[ci]\nx = 3\n',
  );
  const both = '[default]\naws_access_key_id = 1\n[profile default]\nx = 3\n';
  expect(edit(both, { kind: 'config', profile: 'default' })).toBe(
    '[default]\n[profile default]\nx = 3\naws_access_key_id = NEW\naws_session_token = a+b/c==\n',
  );
});

test('a value that goes on in lines further in goes as a whole', () => {
  const before = '[ci]\naws_session_token =\n  OLD1\n\n  OLD2\nx = 1\n';
  expect(edit(before)).toBe(
    '[ci]\naws_session_token = a+b/c==\n\nx = 1\naws_access_key_id = NEW\n',
  );
});

test('a key that one reader takes for a part of the line above it leaves no old value', () => {
  expect(edit('[ci]\nregion = r\n  aws_access_key_id = OLD\n')).toBe(
    '[ci]\nregion = r\naws_access_key_id = NEW\naws_session_token = a+b/c==\n',
  );
});

const word = fc.stringMatching(/^[a-z_]{1,8}$/);
const value = fc.stringMatching(/^\w[\w+/=.:-]{0,11}$/);
const eol = fc.constantFrom('\n', '\r\n');
const key = fc.oneof(
  word,
  fc.constantFrom('aws_access_key_id', 'aws_session_token', 'aws_security_token', 'region'),
);
const block = fc.oneof(
  fc.tuple(key, value).map(([k, v]) => `${k} = ${v}`),
  fc.tuple(key, value).map(([k, v]) => `${k}=${v}`),
  fc.constantFrom('', '# note', '; aws_access_key_id = comment', '   '),
  fc.tuple(word, key, value).map(([w, k, v]) => `n_${w} =\n  ${k} = ${v}\n  other = 1`),
);
const section = fc
  .tuple(
    fc.constantFrom('a', 'b', 'default', 'ci', 'profile ci', 'profile a'),
    fc.array(block, { maxLength: 6 }),
  )
  .map(([name, blocks]) => [`[${name}]`, ...blocks].join('\n'));
const file = fc
  .tuple(
    fc.uniqueArray(section, { selector: (text) => text.split('\n')[0], maxLength: 5 }),
    eol,
    fc.boolean(),
  )
  .map(([sections, end, ended]) =>
    (sections.join('\n') + (ended ? '\n' : '')).replaceAll('\n', end),
  );
const kinds = fc.constantFrom<ProfileFileKind>('credentials', 'config');

/** A reader of its own, as the SDK for JavaScript reads: a nested key has the name of its block before it. */
function readSimply(text: string): Record<string, Record<string, string>> {
  const found: Record<string, Record<string, string>> = {};
  let name: string | undefined;
  let nest: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const [bare = ''] = line.split(/(?:^|\s)[;#]/);
    const header = /^\[(.*)\]$/.exec(bare.trim());
    const [, k, v] = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/.exec(bare) ?? [];
    if (header !== null) [name, nest] = [header[1], undefined];
    else if (name !== undefined && k !== undefined && v === '') nest = k;
    else if (name !== undefined && k !== undefined && v !== undefined) {
      if (/^\S/.test(line)) nest = undefined;
      (found[name] ??= {})[nest === undefined ? k : `${nest}.${k}`] = v;
    }
  }
  return found;
}

const hostile = fc.string({
  unit: fc.constantFrom(
    '[',
    ']',
    'ci',
    '=',
    ':',
    '\n',
    '\r',
    ' ',
    '#',
    ';',
    'aws_access_key_id',
    '\uFEFF',
    '"',
  ),
  maxLength: 30,
});

describe('for any file', () => {
  test('its lines are the file again', () => {
    fc.assert(
      fc.property(fc.oneof(file, hostile), (text) => {
        expect(
          profileLines(text)
            .map((line) => line.text + line.end)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  test('the new values are read back, by two readers, and all other sections are as they were', () => {
    fc.assert(
      fc.property(file, kinds, fc.tuple(value, value), (text, kind, [id, token]) => {
        const set: readonly ProfileSetting[] = [
          ['aws_access_key_id', id],
          ['aws_session_token', token],
        ];
        const after = edit(text, { kind, set });
        const name = kind === 'config' ? 'profile ci' : 'ci';
        const [old, now] = [readSimply(text), readSimply(after)];
        const { aws_security_token: _, ...kept } = old[name] ?? {};
        const wanted = { ...kept, ...Object.fromEntries(set) };
        expect(now).toEqual({ ...old, [name]: wanted });
        // It cuts values at an equals sign, so its lines are looked at.
        const lines = new Ini(after).getSection(name)?.lines.map((line) => line.text.trim());
        for (const [k, v] of set) expect(lines).toContain(`${k} = ${v}`);

        // Byte for byte, but for the one section.
        const others = (whole: string) =>
          profileLines(whole).reduce<{ readonly mine: boolean; readonly out: string }>(
            ({ mine, out }, line) => {
              const isMine =
                line.kind === 'section' && line.of === undefined ? line.name === name : mine;
              return { mine: isMine, out: isMine ? out : out + line.text + line.end };
            },
            { mine: false, out: '' },
          ).out;
        expect(others(after).trimEnd()).toBe(others(text).trimEnd());
        expect(after.includes('\r\n')).toBe(text.includes('\r\n'));
      }),
      { numRuns: 300 },
    );
  });

  test('a second edit changes nothing, and the comments and blank lines of the profile stay', () => {
    fc.assert(
      fc.property(file, kinds, (text, kind) => {
        const once = edit(text, { kind });
        expect(edit(once, { kind })).toBe(once);
        const notes = (whole: string) =>
          profileLines(whole).filter((line) => line.kind === 'comment');
        expect(notes(once).map((line) => line.text)).toEqual(notes(text).map((line) => line.text));
      }),
    );
  });

  test('whatever is in it, an edit makes no fault of ours', () => {
    fc.assert(
      fc.property(hostile, kinds, (text, kind) => {
        const after = edit(text, { kind });
        expect(readProfile(after, kind, 'ci').get('aws_access_key_id')).toBe('NEW');
      }),
    );
  });
});
