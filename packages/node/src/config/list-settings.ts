import { z } from 'zod';
import { fileSchema, type Sections } from './file-schema.ts';
import { marks } from './marks.ts';
import { defaultOf, descriptionOf, isOptional, type Schema, shapeOf, unwrap } from './shape.ts';
import { PREFIX, toVariable } from './variable-names.ts';

/** A setting that there is. */
export interface KnownSetting {
  /** `exchange.upstreams[].issuer`; `{name}` stands for a free key. */
  readonly path: string;
  /** What it takes, in words. */
  readonly type: string;
  readonly required: boolean;
  readonly default: unknown;
  readonly description: string | undefined;
  /** Its variable, with `N` for an index; nothing where a free key is on the way. */
  readonly variable: string | undefined;
}

/** Every setting that there is, for the reference. */
export function listSettings(sections: Sections): readonly KnownSetting[] {
  return membersOf(fileSchema(sections), '', PREFIX, []);
}

function membersOf(
  schema: Schema,
  path: string,
  prefix: string | undefined,
  above: readonly Schema[],
): readonly KnownSetting[] {
  if (above.includes(schema)) return [];
  const { members, element, values, secret } = shapeOf(schema);
  if (secret && values === undefined) return [];
  const within = [...above, schema];
  const below = prefix === undefined || path === '' ? prefix : `${prefix}__`;
  return [
    ...[...members].flatMap(([name, member]) => {
      const at = path === '' ? name : `${path}.${name}`;
      const variable =
        below === undefined || at === 'version' ? undefined : below + toVariable(name);
      const setting = {
        path: at,
        type: typeOf(member),
        required: !isOptional(member),
        default: defaultOf(member),
        description: descriptionOf(member),
        variable,
      };
      return [setting, ...membersOf(member, at, variable, within)];
    }),
    ...(element === undefined
      ? []
      : membersOf(element, `${path}[]`, below === undefined ? undefined : `${below}N`, within)),
    ...(values === undefined ? [] : membersOf(values, `${path}.{name}`, undefined, within)),
  ];
}

/** What a schema takes, in words. */
function typeOf(schema: Schema, above: readonly Schema[] = []): string {
  if (above.includes(schema)) return 'the same again';
  const inside = [...above, schema];
  const { words } = marks.get(schema) ?? {};
  if (words !== undefined) return words;
  const inner = unwrap(schema);
  if (inner !== undefined) return typeOf(inner, inside);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'string') return 'text';
  if (def.type === 'boolean') return 'true or false';
  if (def.type === 'number') return numberType(schema);
  if (def.type === 'enum') return Object.values(def.entries).map(quote).join(', ');
  if (def.type === 'literal') return def.values.map(quote).join(', ');
  if (def.type === 'array') return `list of: ${typeOf(def.element, inside)}`;
  if (def.type === 'record') return `map of: ${typeOf(def.valueType, inside)}`;
  if (def.type === 'object') return 'group';
  if (def.type === 'union') {
    return [...new Set(def.options.map((option) => typeOf(option, inside)))].join('; or ');
  }
  return 'value';
}

function quote(value: unknown): string {
  return `\`${String(value)}\``;
}

function numberType(schema: Schema): string {
  const { type, minimum, maximum } = z.toJSONSchema(schema, { io: 'input' });
  const name = type === 'integer' ? 'whole number' : 'number';
  const from = minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? undefined : minimum;
  const to = maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (from !== undefined && to !== undefined) return `${name}, ${from} to ${to}`;
  if (from !== undefined) return `${name}, at least ${from}`;
  return to === undefined ? name : `${name}, at most ${to}`;
}
