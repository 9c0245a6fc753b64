import type { SecurityRequirement } from '../openapi/scheme.ts';
import type { Requirement } from '../requirements/requirement.ts';

/** Where `ApiSecurity` of `@nestjs/swagger` notes it: the package itself need not be installed. */
const API_SECURITY = 'swagger/apiSecurity';

/** What was noted of a method. */
interface Note<Who> {
  readonly requirements: readonly Requirement<Who>[];
  readonly security: readonly SecurityRequirement[];
}

/** Notes what a caller of a controller or method needs, beside what others note there. */
export type DocumentSecurity<Who> = (
  requirements: readonly Requirement<Who>[],
) => ClassDecorator & MethodDecorator;

/**
 * Makes decorators that note it. What a controller asks for is noted at its methods, joined with what they ask for
 * themselves: `@nestjs/swagger` shows the notes of a controller as an alternative to those of its methods.
 */
export function createDocumentSecurity<Who>(
  securityOf: (...requirements: readonly Requirement<Who>[]) => readonly SecurityRequirement[],
): DocumentSecurity<Who> {
  const noted = new WeakMap<object, Note<Who>>();

  function note(operation: object, requirements: readonly Requirement<Who>[]): void {
    const before = noted.get(operation);
    const all = [...requirements, ...(before?.requirements ?? [])];
    const security = securityOf(...all);
    const others = metadataOf(operation).filter((each) => !isOf(before, each));
    Reflect.defineMetadata(API_SECURITY, [...others, ...security], operation);
    noted.set(operation, { requirements: all, security });
  }

  return (requirements) =>
    (target: object, _key?: string | symbol, descriptor?: { readonly value?: unknown }) => {
      const method = descriptor?.value;
      // Methods of a parent may be those of other controllers, too: a controller that has some is noted itself.
      const operations = typeof method === 'function' ? [method] : (ownMethods(target) ?? [target]);
      for (const operation of operations) note(operation, requirements);
    };
}

function isOf(note: Pick<Note<never>, 'security'> | undefined, security: unknown): boolean {
  return note?.security.some((each) => each === security) ?? false;
}

function metadataOf(operation: object): readonly unknown[] {
  const found: unknown = Reflect.getOwnMetadata(API_SECURITY, operation);
  return Array.isArray(found) ? found : [];
}

/** The methods of a class that extends none. */
function ownMethods(type: object): readonly object[] | undefined {
  const prototype: unknown = 'prototype' in type ? type.prototype : undefined;
  if (typeof prototype !== 'object' || prototype === null) return undefined;
  if (Object.getPrototypeOf(prototype) !== Object.prototype) return undefined;
  const methods: object[] = [];
  for (const name of Object.getOwnPropertyNames(prototype)) {
    const value: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
    if (name !== 'constructor' && typeof value === 'function') methods.push(value);
  }
  return methods;
}
