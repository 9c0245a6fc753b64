import { EventEmitter } from 'node:events';
import type { ChildProcess } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import { followConnectionsInTransit } from './connections-in-transit.ts';

const newConnection = (key: string) => ({ cmd: 'NODE_CLUSTER', act: 'newconn', key, seq: 1 });

function testWorker() {
  const sent = vi.fn(() => true);
  const worker = Object.assign(new EventEmitter(), { send: sent });
  return { worker: worker as unknown as ChildProcess, sent, end: () => worker.emit('exit', null) };
}

const testHandle = () => ({ close: vi.fn<() => void>() });

test('passes on whatever is sent, as it is', () => {
  const { worker, sent } = testWorker();
  followConnectionsInTransit().follow(worker);
  const handle = testHandle();
  const done = () => {};
  worker.send({ act: 'reload' });
  worker.send(newConnection('a'), handle as never, done);
  expect(sent.mock.calls).toEqual([[{ act: 'reload' }], [newConnection('a'), handle, done]]);
});

test('closes the last connection of each address when the worker ends, and no earlier one', () => {
  const { worker, end } = testWorker();
  followConnectionsInTransit().follow(worker);
  const [first, second, other, none] = [testHandle(), testHandle(), testHandle(), testHandle()];
  worker.send(newConnection('a'), first as never);
  worker.send(newConnection('a'), second as never);
  worker.send(newConnection('b'), other as never);
  worker.send({ act: 'something' }, none as never);
  expect(second.close).not.toHaveBeenCalled();
  end();
  expect([first, second, other, none].map(({ close }) => close.mock.calls.length)).toEqual([
    0, 1, 1, 0,
  ]);
});

test('leaves one alone that another worker was handed since', () => {
  const transit = followConnectionsInTransit();
  const [one, two] = [testWorker(), testWorker()];
  transit.follow(one.worker);
  transit.follow(two.worker);
  const handle = testHandle();
  one.worker.send(newConnection('a'), handle as never);
  two.worker.send(newConnection('a'), handle as never);
  one.end();
  expect(handle.close).not.toHaveBeenCalled();
  two.end();
  expect(handle.close).toHaveBeenCalledOnce();
});
