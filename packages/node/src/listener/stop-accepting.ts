import { Server } from 'node:net';

/** Milliseconds of a turn of the event loop in which nothing else was done. */
const SHORT_TURN = 0.2;
/** The part of the time spent on looking that a turn may take, lest a busy server looks on for ever. */
const PATIENT_PART = 1 / 20;

/**
 * Closes the socket of a server; its connections go on.
 *
 * The kernel takes connections in by itself, and resets those that were not accepted when the socket closes. So they
 * are accepted first, one in each turn of the event loop, until a turn brings none and is so short that hardly any
 * came since. None at all cannot be had: who closes a socket while callers are connecting resets some of them.
 *
 * @param atMost - milliseconds after which it closes in any case
 */
export async function stopAccepting(server: Server, atMost: number): Promise<void> {
  const started = performance.now();
  let came = false;
  const note = () => {
    came = true;
  };
  server.on('connection', note).on('drop', note);
  // The first ends the turn under way, which may have looked already.
  await nextTurn();
  for (let before = started, now = performance.now(); now - started < atMost; ) {
    came = false;
    before = now;
    await nextTurn();
    now = performance.now();
    if (!came && now - before <= SHORT_TURN + (now - started) * PATIENT_PART) break;
  }
  // node:http's own close() would end idle connections at once.
  Server.prototype.close.call(server);
  server.off('connection', note).off('drop', note);
}

/** Resolves right after the event loop has looked for what came in. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
