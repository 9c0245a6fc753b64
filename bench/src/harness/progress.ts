/** Says what is being done, for a person who waits: on stderr, and only on a terminal. */
export function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/** Takes the last message away. */
export function endProgress(): void {
  progress('');
}
