import { expect, it } from 'vitest';
import { hidesSome } from './hides-some.ts';

it.each([
  [['V=a; V=b; V=c; V=d'], false],
  [['V=a; V=b; V=c; V=d; V=e'], true],
  [['V=a; V=b; V=c', 'V=d; V=e'], true],
  [['V=a; V=b; V=c; V_1of2=d; V_2of2=e'], false],
  [['V=a; V=b; V=c; V=d; V_1of2=d; V_2of2=e'], true],
  // Of parts that are there twice none is looked at.
  [['V=a; V_1of2=b; V_2of2=c; V_1of2=d'], true],
  [['V=a; V_1of2=b; V_2of2=c; V_1of3=d; V_2of3=e; V_3of3=f'], false],
  // Names of something else.
  [['V=a; V2=b; V2=c; V2=d; V2=e; V_0of2=f; V_9of9=g; W=h; W=i; W=j; W=k; W=l'], false],
  [[], false],
])('%j: %s', (values, hides) => {
  expect(hidesSome(values, 'V')).toBe(hides);
});
