import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { MIN_VALUES } from '../harness/interval.ts';
import { tokensToVerify } from '../verify/tokens.ts';
import { floodFigureOf, withOtherKid } from './unknown-kids.ts';

describe('withOtherKid', () => {
  it('changes the kid alone, to another each time', async () => {
    const { tokens } = await tokensToVerify('ES256', 1);
    const [token = ''] = tokens;
    const forged = [withOtherKid(token), withOtherKid(token)];
    const kids = [token, ...forged].map((each) => decodeProtectedHeader(each).kid);
    expect(new Set(kids).size).toBe(3);
    for (const each of forged) {
      const { kid, ...header } = decodeProtectedHeader(each);
      expect({ ...header, kid: kids[0] }).toEqual(decodeProtectedHeader(token));
      expect(decodeJwt(each)).toEqual(decodeJwt(token));
      expect(each.split('.')[2]).toBe(token.split('.')[2]);
      expect(kid).toBeTypeOf('string');
    }
  });
});

describe('floodFigureOf', () => {
  it('judges fetches by cool-downs', async () => {
    let floods = 0;
    const flood = async () => {
      floods++;
      return { subject: 3, reference: 2 };
    };
    expect(await floodFigureOf('guard', flood, 30)).toMatchObject({
      bench: 'guard',
      value: 3,
      ratio: 1.5,
      better: 'lower',
    });
    expect(floods).toBe(MIN_VALUES);
  });
});
