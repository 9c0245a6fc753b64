import type { Flow } from '../../login-settings.ts';
import type { LoginInputs } from './name-login.ts';
import { FLOW_FLAGS } from './setting-rows.ts';

/**
 * How tokens are come by: by a flag, else as the configuration has it, else as is kept, else by a code.
 *
 * @param faults - is told what is wrong
 * @param warnings - is told what the implicit flow costs
 */
export function resolveFlow(
  { flags, section }: LoginInputs,
  kept: Flow | undefined,
  faults: string[],
  warnings: string[],
): Flow {
  const given = Object.entries(FLOW_FLAGS).filter(([flag]) => flags[flag] === true);
  if (new Set(given.map(([, flow]) => flow)).size > 1) {
    faults.push(`${given.map(([flag]) => flag).join(' and ')} do not go together`);
  }
  const flow = given[0]?.[1] ?? section?.flow ?? kept ?? 'code';
  if (flow === 'implicit') warnings.push(IMPLICIT_WARNING);
  return flow;
}

const IMPLICIT_WARNING =
  'the implicit flow hands the ID token on by way of the browser, which RFC 9700 section 2.1.2 advises against, and ' +
  'nothing renews it: where the provider has the code flow, take --authorization-code';
