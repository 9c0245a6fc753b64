import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gatherLines } from './gather-lines.ts';

const before = process.listeners('exit');
let written: string[] = [];
let stream: Writable;

beforeEach(() => {
  written = [];
  stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      written.push(chunk.toString());
      done();
    },
  });
});

afterEach(() => {
  for (const listener of process.listeners('exit')) {
    if (!before.includes(listener)) process.off('exit', listener);
  }
});

describe('gatherLines', () => {
  it('writes the lines of one turn together, in order, and loses none', async () => {
    const write = gatherLines(stream);
    write('one');
    write('two');
    expect(written).toEqual([]);
    await vi.waitFor(() => expect(written).toEqual(['one\ntwo\n']), { interval: 1 });
    write('three');
    await vi.waitFor(() => expect(written).toEqual(['one\ntwo\n', 'three\n']), { interval: 1 });
  });

  it('writes what is left when the process ends, once', async () => {
    const write = gatherLines(stream);
    write('last words');
    const mine = process.listeners('exit').filter((listener) => !before.includes(listener));
    for (const listener of mine) listener(0);
    expect(written).toEqual(['last words\n']);
    await new Promise((done) => setImmediate(done));
    expect(written).toHaveLength(1);
  });
});
