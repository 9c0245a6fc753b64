import { run } from './run.ts';

for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', ({ code = 'unknown' }: NodeJS.ErrnoException) => {
    // Who pipes a result into `head` leaves before its end: that is no fault, and a service goes on.
    if (code === 'EPIPE') return;
    process.stderr.write(`drawbridge: the output cannot be written (${code})\n`);
    process.exit(2);
  });
}

process.exitCode = await run(process.argv.slice(2), process);
