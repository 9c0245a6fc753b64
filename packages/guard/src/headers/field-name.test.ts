import { describe, expect, it } from 'vitest';
import { isFieldName } from './field-name.ts';

describe('isFieldName', () => {
  it.each(['', ' ', 'X Token', 'X:Token', 'X-T\u00f6ken', 'X-Token\n', 'X,Token', 'X'.repeat(101)])(
    'is false for %j',
    (text) => {
      expect(isFieldName(text)).toBe(false);
    },
  );

  it.each(['a', 'X-ID-Token', 'X_ID_Token', "!#$%&'*+-.^_`|~09", 'X'.repeat(100)])(
    'is true for %j',
    (text) => {
      expect(isFieldName(text)).toBe(true);
    },
  );
});
