import { defineMethod } from './define.ts';
import type { FunctionRow } from './function-table.ts';

/** The methods of text of every dialect (CEL language definition, "String functions"), but for `matches`. */
export const TEXT_ROWS: readonly FunctionRow[] = [
  defineMethod('contains', ['string', 'string'], 'bool', ([text, part], meter) => {
    meter.spendSearch(text.length, part.length);
    return text.includes(part);
  }),
  defineMethod('startsWith', ['string', 'string'], 'bool', ([text, part], meter) => {
    meter.spendText(part.length);
    return text.startsWith(part);
  }),
  defineMethod('endsWith', ['string', 'string'], 'bool', ([text, part], meter) => {
    meter.spendText(part.length);
    return text.endsWith(part);
  }),
];
