import { z } from 'zod';
import { marks } from './marks.ts';

/** Any schema. */
export type Schema = z.core.$ZodType;

/** A step of a path: a member's name, or an index of a list. */
export type Step = string | number;

/** What a schema takes, whatever it is wrapped in; of a union, what any of its options takes. */
export interface Shape {
  /** The members of an object. */
  readonly members: ReadonlyMap<string, Schema>;
  /** The elements of a list. */
  readonly element: Schema | undefined;
  /** The values of a map with free keys. */
  readonly values: Schema | undefined;
  readonly takesText: boolean;
  /** Whether it takes anything that is not text. */
  readonly takesOther: boolean;
  readonly secret: boolean;
  readonly file: boolean;
  /** Whether it is where something listens. */
  readonly listens: boolean;
  readonly hidden: boolean;
}

type Mutable = { -readonly [K in keyof Shape]: Shape[K] } & { members: Map<string, Schema> };

/** A schema never changes, and a long list asks for the shape of its elements again and again. */
const shapes = new WeakMap<Schema, Shape>();

/** Looks into a schema. */
export function shapeOf(schema: Schema): Shape {
  const known = shapes.get(schema);
  if (known !== undefined) return known;
  const shape: Mutable = {
    members: new Map(),
    element: undefined,
    values: undefined,
    takesText: false,
    takesOther: false,
    secret: false,
    file: false,
    listens: false,
    hidden: false,
  };
  gather(schema, shape, new Set());
  shapes.set(schema, shape);
  return shape;
}

function gather(schema: Schema, shape: Mutable, seen: Set<Schema>): void {
  if (seen.has(schema)) return;
  seen.add(schema);
  const { secret = false, file = false, listens = false, hidden = false } = marks.get(schema) ?? {};
  shape.secret ||= secret;
  shape.file ||= file;
  shape.listens ||= listens;
  shape.hidden ||= hidden;

  const inner = unwrap(schema);
  if (inner !== undefined) return gather(inner, shape, seen);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'union') {
    for (const option of def.options) gather(option, shape, seen);
    return;
  }
  if (def.type === 'string' || def.type === 'template_literal') shape.takesText = true;
  else if (def.type === 'enum') takeValues(Object.values(def.entries), shape);
  else if (def.type === 'literal') takeValues(def.values, shape);
  else shape.takesOther = true;

  if (def.type === 'any' || def.type === 'unknown') shape.takesText = true;
  if (def.type === 'array') shape.element ??= def.element;
  if (def.type === 'record') shape.values ??= def.valueType;
  if (def.type === 'object') {
    for (const [name, member] of Object.entries(def.shape)) {
      if (!shape.members.has(name)) shape.members.set(name, member);
    }
  }
}

function takeValues(values: readonly unknown[], shape: Mutable): void {
  for (const value of values) {
    if (typeof value === 'string') shape.takesText = true;
    else shape.takesOther = true;
  }
}

/** The schema that this one is wrapped around. */
export function unwrap(schema: Schema): Schema | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'pipe') return def.in;
  if (def.type === 'lazy') return def.getter();
  return 'innerType' in def && def.type !== 'promise' && def.type !== 'success'
    ? def.innerType
    : undefined;
}

/**
 * Of a union whose options are told apart by a member, the option that a value chooses; of anything else, and where
 * the value chooses none, the schema itself.
 */
export function chosenOption(schema: Schema, value: object): Schema {
  const inner = unwrap(schema);
  if (inner !== undefined) return chosenOption(inner, value);
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type !== 'union' || !('discriminator' in def)) return schema;
  const name = String(def.discriminator);
  const chosen: unknown = Reflect.get(value, name);
  const fits = (option: Schema) => {
    const member = shapeOf(option).members.get(name) as z.ZodType | undefined;
    return member?.safeParse(chosen).success;
  };
  return def.options.find(fits) ?? schema;
}

/** The schema below another by a step. */
function below(schema: Schema, step: Step): Schema | undefined {
  const { members, element, values } = shapeOf(schema);
  return typeof step === 'number' ? element : (members.get(step) ?? values);
}

/** The schema at a path. */
export function schemaAt(schema: Schema, steps: readonly Step[]): Schema | undefined {
  return steps.reduce<Schema | undefined>((at, step) => at && below(at, step), schema);
}

/** The sentence that describes a schema: its own, or that of what it is wrapped around. */
export function descriptionOf(schema: Schema): string | undefined {
  return fromMeta(schema, 'description') as string | undefined;
}

/** What a setting is when it is not given: `.default(…)`, or `.meta({ default: … })`. */
export function defaultOf(schema: Schema): unknown {
  for (let at: Schema | undefined = schema; at !== undefined; at = unwrap(at)) {
    const { def } = (at as z.core.$ZodTypes)._zod;
    if (def.type === 'default' || def.type === 'prefault') return def.defaultValue;
    if (def.type === 'lazy') return undefined;
  }
  return fromMeta(schema, 'default');
}

/** Whether a member may be left out. */
export function isOptional(schema: Schema): boolean {
  return (schema as z.core.$ZodTypes)._zod.optin !== undefined;
}

function fromMeta(schema: Schema, name: string): unknown {
  for (let at: Schema | undefined = schema; at !== undefined; at = unwrap(at)) {
    const value = z.globalRegistry.get(at)?.[name];
    if (value !== undefined) return value;
    if ((at as z.core.$ZodTypes)._zod.def.type === 'lazy') return undefined;
  }
  return undefined;
}
