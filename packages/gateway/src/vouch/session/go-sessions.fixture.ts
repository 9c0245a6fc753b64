import type { GorillaSession } from './read-gorilla-session.ts';

/** With what the cookies were signed. */
export const GO_SESSION_KEY = 'a key of the tests, forty-four characters lo';

/** When, in seconds since the epoch. */
export const GO_SESSION_DATE = 1795818203;

/**
 * Cookies VouchSession, made on 2026-11-27 by `e2e/vouch/vouch.go`, so by gorilla/securecookie 1.1.1 (Debian's
 * golang-github-gorilla-securecookie-dev) and encoding/gob of Go 1.19, with the names and types that Vouch Proxy uses.
 */
export const GO_SESSIONS: readonly {
  readonly name: string;
  readonly value: string;
  readonly session: GorillaSession | undefined;
}[] = [
  {
    name: 'a sign-in with PKCE',
    value:
      'MTc5NTgxODIwM3xEdi1CQkFFQ180SUFBUkFCRUFBQV9nRldfNElBQlFaemRISnBibWNNQndBRmMzUmhkR1VHYzNSeWFXNW5EQjhBSFZwdE9YWlpiVVo1VFZSSmVrNUVWVEpPZW1jMVRVRmhZbU5rWldabkJuTjBjbWx1Wnd3T0FBeHlaWEYxWlhOMFpXUlZVa3dHYzNSeWFXNW5EQ2NBSldoMGRIQnpPaTh2WVhCd0xtVjRZVzF3YkdVdVkyOXRMM0JoZEdnX2VEMHhKbms5dzd3R2MzUnlhVzVuREE4QURXTnZaR1ZEYUdGc2JHVnVaMlVHYzNSeWFXNW5EQzBBSzBVNVRXVnNhRzloTWs5M2RrWnlSVTFVU21kMVEwaGhiMlZMTVhRNFZWSlhZblZIU2xOemRIY3RZMDBHYzNSeWFXNW5EQTRBREdOdlpHVldaWEpwWm1sbGNnWnpkSEpwYm1jTUxRQXJaRUpxWm5SS1pWbzBRMVpRTFcxQ09USkxNamQxYUdKVlNsVXhjREZ5WDNkWE1XZEdWMFpQUldwWWF3WnpkSEpwYm1jTUp3QWxhSFIwY0hNNkx5OWhjSEF1WlhoaGJYQnNaUzVqYjIwdmNHRjBhRDk0UFRFbWVUM0R2QU5wYm5RRUFnQUN8GTBjQ6a7wPpQOl1Fs30eNkaUl8WZaHzTpy4_msE9czY=',
    session: {
      state: 'Zm9vYmFyMTIzNDU2Nzg5MAabcdefg',
      requestedUrl: 'https://app.example.com/path?x=1&y=ü',
      codeVerifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
      tries: 1,
    },
  },
  {
    name: 'a sign-in without PKCE, and counters of two pages',
    value:
      'MTc5NTgxODIwM3xEdi1CQkFFQ180SUFBUkFCRUFBQV82N19nZ0FFQm5OMGNtbHVad3dYQUJWb2RIUndPaTh2WWk1bGVHRnRjR3hsTG1OdmJTOERhVzUwQkFVQV9RSWkzd1p6ZEhKcGJtY01Cd0FGYzNSaGRHVUdjM1J5YVc1bkRBVUFBMkZpWXdaemRISnBibWNNRGdBTWNtVnhkV1Z6ZEdWa1ZWSk1Cbk4wY21sdVp3d1hBQlZvZEhSd09pOHZZUzVsZUdGdGNHeGxMbU52YlM4R2MzUnlhVzVuREJjQUZXaDBkSEE2THk5aExtVjRZVzF3YkdVdVkyOXRMd05wYm5RRUJBRC1BbGc9fGafy0YSFUGYhJWTfcENDmbH7BqlL_2fKHgQKg-Nml9M',
    session: {
      state: 'abc',
      requestedUrl: 'http://a.example.com/',
      codeVerifier: undefined,
      tries: 300,
    },
  },
  {
    name: 'a long address',
    value:
      'MTc5NTgxODIwM3xEdi1CQkFFQ180SUFBUkFCRUFBQV9nSzJfNElBQWdaemRISnBibWNNQndBRmMzUmhkR1VHYzNSeWFXNW5EQVVBQTJGaVl3WnpkSEpwYm1jTURnQU1jbVZ4ZFdWemRHVmtWVkpNQm5OMGNtbHVad3otQW5JQV9nSnVhSFIwY0hNNkx5OWhMbVY0WVcxd2JHVXVZMjl0TDNoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlSGg0ZUhoNGVIaDRlQT09fNWWqBAW0Nv51yWgHlp0NAI9NU4iO2eCqgl6O9oWobeb',
    session: {
      state: 'abc',
      requestedUrl:
        'https://a.example.com/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
      codeVerifier: undefined,
      tries: 0,
    },
  },
  {
    name: 'a session that is empty',
    value:
      'MTc5NTgxODIwM3xEdi1CQkFFQ180SUFBUkFCRUFBQUJQLUNBQUE9fHdsEAw0a4vo_wj1tgIQEGQEoYgeYJj4YKY0kG-4gK6J',
    session: undefined,
  },
  {
    name: 'a sign-in that was used',
    value:
      'MTc5NTgxODIwM3xEdi1CQkFFQ180SUFBUkFCRUFBQWJQLUNBQU1HYzNSeWFXNW5EQTRBREhKbGNYVmxjM1JsWkZWU1RBWnpkSEpwYm1jTUFnQUFCbk4wY21sdVp3d0hBQVZ6ZEdGMFpRWnpkSEpwYm1jTUJRQURZV0pqQm5OMGNtbHVad3dYQUJWb2RIUndPaTh2WVM1bGVHRnRjR3hsTG1OdmJTOERhVzUwQkFJQUFBPT18WkL0L1j1bVt__W7mN2Pxg8tM_Eg17ydm1ZqnuKjWh4M=',
    session: undefined,
  },
];
