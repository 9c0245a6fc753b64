import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyCharacter } from '../../../../tools/any-character.ts';
import { createChain } from './audit-line.ts';
import { verifyAudit, type VerifyAuditOptions } from './verify-audit.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-audit-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let made = 0;

/** Verifies texts as files, in their order. */
async function verify(texts: readonly string[], options?: VerifyAuditOptions) {
  const files = await Promise.all(
    texts.map(async (text) => {
      const path = join(folder, `${made++}.jsonl`);
      await writeFile(path, text);
      return path;
    }),
  );
  const { fault, ...rest } = await verifyAudit(files, options);
  return {
    ...rest,
    fault: fault && {
      file: files.indexOf(fault.file ?? ''),
      line: fault.line,
      message: fault.message,
    },
  };
}

function written(stream: string, count: number): readonly string[] {
  const chain = createChain(stream);
  return Array.from({ length: count }, (_, n) => chain.add({ code: `c${n}` }));
}

const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('');

/** A line as one would write it who knows how hashes are made. */
function forged(members: object): string {
  const body = JSON.stringify({ v: 1, ...members }).slice(0, -1);
  const hash = createHash('sha256').update(`${body}}`).digest('hex');
  return `${body},"hash":"${hash}"}`;
}

describe('verifyAudit finds', () => {
  const lines = written('a', 5);
  const [one = '', two = '', three = '', four = '', five = ''] = lines;

  it.each<[string, readonly string[], number, RegExp]>([
    [
      'a changed record',
      [one, two.replace('c1', 'cX'), three],
      2,
      /its hash is not that of its text/,
    ],
    ['a changed hash', [one.replace(/"hash":"./, '"hash":"g'), two], 1, /is not a record/],
    ['a removed record', [one, three], 2, /is record 3 of its stream, after record 1: 1 missing/],
    [
      'a removed start',
      [three, four],
      1,
      /is record 3 of its stream, and those before it are missing/,
    ],
    ['records in another order', [one, three, two], 2, /after record 1: 1 missing/],
    ['a record twice', [one, two, two, three], 3, /is record 2 of its stream, after record 2/],
    [
      'a record in place of another',
      [
        one,
        forged({ stream: 'a', seq: 2, code: 'ok', prev: JSON.parse(one).hash as string }),
        three,
      ],
      3,
      /does not follow from the record before it/,
    ],
    [
      'a first record that names another',
      [forged({ stream: 'b', seq: 1, prev: 'x' })],
      1,
      /names another/,
    ],
    ['a line of something else', [one, '{"event":"x"}'], 2, /is not a record/],
    ['text', [one, 'hello'], 2, /is not a record/],
    ['half a record in place of one', [one, two.slice(0, 40), three], 3, /1 missing/],
    [
      'a record without a number',
      [forged({ stream: 'a', seq: 'x', prev: null })],
      1,
      /is not a record/,
    ],
    ['what stands before a record', [one, `x${two}`, three], 2, /is not a record/],
    [
      'an end that was rewritten',
      [one, two, three, four, `${five.slice(0, -1)} }`],
      5,
      /is not a record/,
    ],
  ])('%s', async (_, tampered, line, message) => {
    const { fault } = await verify([text(tampered)]);
    expect(fault).toEqual({ file: 0, line, message: expect.stringMatching(message) as string });
  });

  it('a file that is missing between two', async () => {
    const { fault } = await verify([text([one]), text([three])]);
    expect(fault).toMatchObject({ file: 1, line: 1 });
  });

  it('files in the wrong order', async () => {
    const { fault } = await verify([text([two]), text([one])], { partial: true });
    expect(fault).toMatchObject({
      file: 1,
      line: 1,
      message: 'is record 1 of its stream, after record 2',
    });
  });

  it('that a record is not there whose hash was kept elsewhere', async () => {
    const { hash } = JSON.parse(five) as { hash: string };
    const cut = await verify([text([one, two, three, four])], { holds: [hash] });
    expect(cut.fault?.message).toBe(`no record has the hash ${hash}: records were removed`);
    expect((await verify([text(lines)], { holds: [hash] })).fault).toBeUndefined();
  });

  it('any change of one character, of any record but the last (property)', async () => {
    const whole = text(lines);
    const last = whole.length - five.length - 1;
    await fc.assert(
      fc.asyncProperty(
        fc.nat(last - 1),
        fc.string({ minLength: 1, maxLength: 1 }),
        async (at, by) => {
          fc.pre(whole[at] !== by);
          const { fault } = await verify([whole.slice(0, at) + by + whole.slice(at + 1)]);
          expect(fault).toBeDefined();
        },
      ),
      { numRuns: 300 },
    );
  });

  it('that a file is not there', async () => {
    await expect(verifyAudit([join(folder, 'none')])).rejects.toMatchObject({
      code: 'data_unusable',
      message: expect.stringMatching(/none cannot be read \(ENOENT\)$/) as string,
    });
    await expect(verifyAudit([folder])).rejects.toMatchObject({ code: 'data_unusable' });
  });
});

describe('verifyAudit takes', () => {
  it('nothing', async () => {
    expect(await verify([''])).toEqual({ records: 0, streams: [], halves: [], fault: undefined });
  });

  it('several streams in each other, over several files, with empty lines', async () => {
    const [a, b] = [written('a', 3), written('b', 2)];
    const { hash } = JSON.parse(b[1] ?? '') as { hash: string };
    expect(
      await verify([
        `${text([a[0] ?? '', b[0] ?? ''])}\n`,
        text([a[1] ?? '', b[1] ?? '', a[2] ?? '']),
      ]),
    ).toMatchObject({
      records: 5,
      streams: [
        { stream: 'a', first: 1, last: 3 },
        { stream: 'b', first: 1, last: 2, hash },
      ],
      halves: [],
      fault: undefined,
    });
  });

  it('a later part alone, where that is said', async () => {
    const [, ...rest] = written('a', 3);
    expect(await verify([text(rest)], { partial: true })).toMatchObject({
      records: 2,
      streams: [{ first: 2, last: 3 }],
      fault: undefined,
    });
  });

  it('whatever a killed process left, with records of others behind it (property)', async () => {
    const [one = '', two = ''] = written('a', 2);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: two.length }), fc.boolean(), async (cut, ends) => {
        const torn = two.slice(0, cut);
        const others = written('b', 2);
        const { fault, records, halves } = await verify([
          `${one}\n${torn}${ends ? '\n' : ''}${text(others)}`,
        ]);
        expect(fault).toBeUndefined();
        const whole = cut === two.length;
        expect([records, halves.length]).toEqual(whole ? [4, 0] : [3, 1]);
      }),
    );
  });

  it('whatever stands in a record (property)', async () => {
    const wild = fc.string({ unit: anyCharacter, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.array(wild, { minLength: 1, maxLength: 4 }), async (subjects) => {
        const chain = createChain('a');
        const lines = ['{"v":1,"stream":"x', '\n', '"}', ...subjects].map((subject) =>
          chain.add({ subject }),
        );
        expect(await verify([text(lines)])).toMatchObject({
          records: subjects.length + 3,
          halves: [],
          fault: undefined,
        });
      }),
      { numRuns: 60 },
    );
  });
});
