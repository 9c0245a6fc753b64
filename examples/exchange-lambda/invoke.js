// @ts-check
// Stands in for Lambda on your machine: an event a line on stdin, its answer a line on stdout.
import { createInterface } from 'node:readline';
import { handler } from './handler.js';

for await (const line of createInterface({ input: process.stdin })) {
  if (line.trim() !== '') console.log(JSON.stringify(await handler(JSON.parse(line))));
}
