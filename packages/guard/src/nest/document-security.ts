import type { SecurityRequirement } from '../openapi/scheme.ts';

/** Where `ApiSecurity` of `@nestjs/swagger` notes it: the package itself need not be installed. */
const API_SECURITY = 'swagger/apiSecurity';

/** Notes what a caller of a controller or method needs, beside what is noted there already. */
export function documentSecurity(
  security: readonly SecurityRequirement[],
): ClassDecorator & MethodDecorator {
  return (target: object, _key?: string | symbol, descriptor?: { readonly value?: unknown }) => {
    const noted = typeof descriptor?.value === 'function' ? descriptor.value : target;
    const before: unknown = Reflect.getOwnMetadata(API_SECURITY, noted);
    const others: unknown[] = Array.isArray(before) ? before : [];
    Reflect.defineMetadata(API_SECURITY, [...others, ...security], noted);
  };
}
