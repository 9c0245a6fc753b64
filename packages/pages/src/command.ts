import { html, type Html } from './html.ts';

/** A command to copy, whole at a click. A narrow window breaks it between its words. */
export function command(line: string): Html {
  const words = line.split(' ').map((word) => html`<span>${word}</span>`);
  return html`<pre>${words.map((word, index) => (index === 0 ? word : html` ${word}`))}</pre>\n`;
}
