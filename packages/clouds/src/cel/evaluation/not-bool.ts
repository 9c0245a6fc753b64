import { fault, Trouble } from '../trouble.ts';
import { type CelResult, typeOf } from '../values/value.ts';

/** What is wrong with a result that should have been true or false. */
export function notBool(result: CelResult): Trouble {
  if (result instanceof Trouble) return result;
  return fault(`it is of the type ${typeOf(result)}, not bool`);
}
