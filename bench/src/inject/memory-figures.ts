import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type ClientRequest, createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { Readable, Writable } from 'node:stream';
import type { Measurement } from '../harness/bench.ts';
import { type Figure, toFigure } from '../harness/figure.ts';
import { readMemory } from '../harness/memory.ts';
import { progress } from '../harness/progress.ts';
import { startCarrier } from './carriers.ts';
import { TOKEN } from './carry-figure.ts';

const MEBIBYTE = 2 ** 20;
const FEW = 64 * MEBIBYTE;
const MANY = 1024 * MEBIBYTE;
const CHUNK = Buffer.alloc(64 * 1024, 'x');
const AIM = 1.1;

type Way = 'download' | 'upload';

/** What a gigabyte that passes through leaves in memory, at the worst moment. */
export const memoryFigures: Measurement = {
  figures: ['memory-download', 'memory-upload'],
  async measure() {
    return [await peakOf('download'), await peakOf('upload')];
  },
};

async function peakOf(way: Way): Promise<Figure> {
  const origin = createServer((incoming, reply) => {
    const size = Number(incoming.headers['x-size']);
    void carryOut(incoming, way === 'download' ? size : 0, reply);
  });
  await once(origin.listen(0, '127.0.0.1'), 'listening');
  const url = new URL(`http://127.0.0.1:${(origin.address() as AddressInfo).port}`);
  const ours = await startCarrier('inject', { origin: url, token: TOKEN });
  try {
    const peakAfter = async (size: number) => {
      progress(`inject memory-${way}: ${size / MEBIBYTE} MiB`);
      // Linux: the peak begins anew.
      await writeFile(`/proc/${ours.pid}/clear_refs`, '5');
      await carry(ours.url, way, size);
      return (await readMemory(ours.pid)).peak / MEBIBYTE;
    };
    await peakAfter(FEW);
    const pairs = [];
    for (let round = 0; round < 6; round++) {
      pairs.push({ reference: await peakAfter(FEW), subject: await peakAfter(MANY) });
    }
    return toFigure(
      {
        bench: 'inject',
        figure: `memory-${way}`,
        unit: `MiB at most while ${MANY / MEBIBYTE} MiB pass`,
        against: `the same process while ${FEW / MEBIBYTE} MiB pass`,
        aim: AIM,
        better: 'lower',
        ratio: (pair) => pair.subject / pair.reference,
      },
      pairs,
    );
  } finally {
    await ours.stop();
    origin.closeAllConnections();
    origin.close();
  }
}

async function carryOut(incoming: IncomingMessage, size: number, reply: Writable): Promise<void> {
  await pipeline(incoming, sink());
  await pipeline(chunks(size), reply);
}

async function carry(url: URL, way: Way, size: number): Promise<void> {
  const isUpload = way === 'upload';
  const headers = { 'x-size': String(size), ...(isUpload && { 'content-length': String(size) }) };
  const outgoing: ClientRequest = request(url, { method: isUpload ? 'POST' : 'GET', headers });
  const replied = once(outgoing, 'response');
  await pipeline(chunks(isUpload ? size : 0), outgoing);
  const [reply] = (await replied) as [IncomingMessage];
  const received = await counted(reply);
  if (reply.statusCode !== 200 || received !== (isUpload ? 0 : size)) {
    throw new Error(`${received} bytes came with status ${reply.statusCode}`);
  }
}

async function counted(reply: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of reply) bytes += (chunk as Buffer).length;
  return bytes;
}

function chunks(size: number): Readable {
  let left = size / CHUNK.length;
  return new Readable({
    read() {
      this.push(left-- > 0 ? CHUNK : null);
    },
  });
}

function sink(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
