import { expect, it } from 'vitest';
import { cookieNames } from '../cookies/cookie-names.ts';
import { createHeldCookies } from './held-cookies.ts';

const NAME = '__Host-drawbridge';
const { read, clear, clearSession } = createHeldCookies(cookieNames('https'));

const cleared = (...cookies: string[]) =>
  clear({ headers: cookies.map((value) => ['cookie', value] as const) }).map(([field, text]) => {
    expect(field).toBe('set-cookie');
    expect(text).toMatch(/=; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=0$/);
    return text.slice(0, text.indexOf('='));
  });

it('clears no cookie of somebody else, nor what is no name', () => {
  expect(cleared(`other=1; drawbridge=2; ${NAME}x=3; ${NAME}-provider=4; x${NAME}=5`)).toEqual([
    NAME,
  ]);
  expect(cleared(`${NAME}-login-a b=1; ${NAME}-login-ä=2; ${NAME}-attempt-"=3`)).toEqual([NAME]);
});

it('clears no more than a browser has', () => {
  const many = Array.from({ length: 2000 }, (_, index) => `${NAME}-login-${index}=x`).join('; ');
  expect(cleared(many)).toHaveLength(33);
});

it('clears a session in all its parts, and all sign-ins under way, each once', () => {
  expect(
    cleared(
      `${NAME}_1of2=a; ${NAME}_2of2=b; ${NAME}-login-x=c; ${NAME}-login-x=d`,
      `${NAME}-attempt-y=e; ${NAME}-attempt-z_1of2=f; ${NAME}-loop=g`,
    ),
  ).toEqual([
    NAME,
    `${NAME}_1of2`,
    `${NAME}_2of2`,
    `${NAME}-login-x`,
    `${NAME}-attempt-y`,
    `${NAME}-attempt-z_1of2`,
    `${NAME}-loop`,
  ]);
});

it('reads what may be the session', () => {
  const headers = [['cookie', `${NAME}=a; ${NAME}-login-x=c`]] as const;
  expect(read({ headers })).toEqual(['a']);
});

it('clears the session alone, where a sign-in may be under way', () => {
  const value = `${NAME}_1of2=a; ${NAME}_2of2=b; ${NAME}-attempt-y=e; ${NAME}-login-x=c`;
  const fields = clearSession({ headers: [['cookie', value]] });
  expect(fields.map(([, text]) => text.slice(0, text.indexOf('=')))).toEqual([
    NAME,
    `${NAME}_1of2`,
    `${NAME}_2of2`,
  ]);
});
