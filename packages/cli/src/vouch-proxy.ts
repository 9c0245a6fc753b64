import { runVouchProxy } from './vouch/vouch-proxy.ts';

// A log that cannot be written, on a full disk say, must not end a service: callers can fill a log.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

process.exitCode = await runVouchProxy(process.argv.slice(2), process);
