import type { WriteLine } from '@drawbridge/core';

/**
 * Writes lines to a stream, all of one turn of the event loop together: under load a
 * write for each would cost more than making the lines. What is not written yet when the
 * process ends is written then.
 */
export function gatherLines(stream: NodeJS.WritableStream): WriteLine {
  let gathered = '';
  const flush = () => {
    const text = gathered;
    gathered = '';
    if (text !== '') stream.write(text);
  };
  process.once('exit', flush);
  return (line) => {
    if (gathered === '') setImmediate(flush);
    gathered += `${line}\n`;
  };
}
