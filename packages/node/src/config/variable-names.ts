import { nearest } from './nearest.ts';
import { type Schema, shapeOf, type Step } from './shape.ts';

/** What every variable begins with. */
export const PREFIX = 'DRAWBRIDGE_';

/** What a variable sets. */
export interface Target {
  readonly steps: readonly Step[];
  readonly schema: Schema;
  /** Whether the variable names the file that holds the secret: `…_FILE`. */
  readonly secretFile?: true;
}

/** `maxTokenAge` as the environment has it: `MAX_TOKEN_AGE`. */
export function toVariable(member: string): string {
  return member.replaceAll(/[A-Z]/g, '_$&').toUpperCase();
}

/** Finds what a variable sets, or tells why it sets nothing. */
export function findTarget(root: Schema, name: string): Target | { readonly reason: string } {
  const steps: Step[] = [];
  const levels = name.slice(PREFIX.length).split('__');
  let schema = root;
  for (const [depth, level] of levels.entries()) {
    const { members, element, values } = shapeOf(schema);
    const last = depth === levels.length - 1;
    if (element !== undefined && /^(?:0|[1-9]\d{0,8})$/.test(level)) {
      steps.push(Number(level));
      schema = element;
      continue;
    }
    const found = [...members].find(([member]) => toVariable(member) === level);
    if (found !== undefined) {
      steps.push(found[0]);
      schema = found[1];
      continue;
    }
    const holder = [...members].find(([member]) => `${toVariable(member)}_FILE` === level);
    if (last && holder !== undefined && shapeOf(holder[1]).secret) {
      return { steps: [...steps, holder[0]], schema: holder[1], secretFile: true };
    }
    if (values !== undefined) {
      const whole = PREFIX + levels.slice(0, depth).join('__');
      return { reason: `is not a setting: give all of the map as JSON in ${whole}` };
    }
    return { reason: `is not a setting${meant(root, name)}` };
  }
  return { steps, schema };
}

/** ` (did you mean DRAWBRIDGE_DATA?)`, or nothing. */
function meant(root: Schema, name: string): string {
  const indexes = [...name.matchAll(/(?<=_)\d+(?=_|$)/g)].map(([digits]) => digits);
  const found = nearest(name.replaceAll(/(?<=_)\d+(?=_|$)/g, '#'), variablePatterns(root));
  if (found === undefined) return '';
  return ` (did you mean ${found.replaceAll('#', () => indexes.shift() ?? '0')}?)`;
}

/** The names of all variables, with `#` for an index. */
export function variablePatterns(root: Schema): readonly string[] {
  const names: string[] = [];
  const visit = (schema: Schema, name: string, above: readonly Schema[]) => {
    if (above.includes(schema)) return;
    const { members, element, secret } = shapeOf(schema);
    const within = [...above, schema];
    if (name !== '') names.push(PREFIX + name);
    if (secret) {
      names.push(`${PREFIX}${name}_FILE`);
      return;
    }
    const prefix = name === '' ? '' : `${name}__`;
    for (const [member, inner] of members) visit(inner, prefix + toVariable(member), within);
    if (element !== undefined) visit(element, `${prefix}#`, within);
  };
  visit(root, '', []);
  return names;
}
