import { run } from './run.ts';

process.stdout.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
  // Who pipes a result into `head` leaves before its end: that is no fault, and a service goes on.
  if (code === 'EPIPE') return;
  process.stderr.write(`drawbridge: the output cannot be written (${code})\n`);
  process.exit(2);
});

// A log that cannot be written, on a full disk say, must not end a service: callers can fill a log.
process.stderr.on('error', () => {});

process.exitCode = await run(process.argv.slice(2), process);
