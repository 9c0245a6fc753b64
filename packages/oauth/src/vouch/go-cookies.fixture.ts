import type { VouchAlgorithm, VouchKey } from './vouch-codec.ts';
import type { VouchSession } from './vouch-session.ts';

/** A cookie that a Vouch Proxy could have written, and what it says. */
export interface GoCookie {
  readonly name: string;
  readonly algorithm: VouchAlgorithm;
  readonly key: VouchKey;
  readonly compress: boolean;
  readonly value: string;
  readonly session: VouchSession;
}

/**
 * Made on 2026-11-27 by `e2e/vouch/vouch.go`, so by golang-jwt 4.4.3 (Debian's golang-github-golang-jwt-jwt-dev) and the gzip of
 * Go 1.19, with keys that were made for it and thrown away.
 */
export const GO_COOKIES: readonly GoCookie[] = [
  {
    name: 'a bare HS256',
    algorithm: 'HS256',
    key: { secret: 'a secret of the tests, which has forty-four…' },
    compress: false,
    value:
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VybmFtZSI6ImFsaWNlQGV4YW1wbGUuY29tIiwiQ3VzdG9tQ2xhaW1zIjpudWxsLCJQQWNjZXNzVG9rZW4iOiIiLCJQSWRUb2tlbiI6IiIsImF1ZCI6InN1Yi5leGFtcGxlLmNvbSxleGFtcGxlLmNvbSIsImV4cCI6NDEwMjQ0NDgwMCwiaXNzIjoiVm91Y2gifQ.GHQ5S43T82oYtwCgEXElfTKgaB-t7ifXPl1salObOgM',
    session: {
      username: 'alice@example.com',
      customClaims: undefined,
      accessToken: undefined,
      idToken: undefined,
      refreshToken: undefined,
      audience: 'sub.example.com,example.com',
      expiresAt: 4102444800,
      issuer: 'Vouch',
    },
  },
  {
    name: 'a compressed HS256 without an end',
    algorithm: 'HS256',
    key: { secret: 'a secret of the tests, which has forty-four…' },
    compress: true,
    value:
      'H4sIAAAAAAAA_1zOQW6rMBSF4RURxRB4YowezjXIERDjwCw2tFxqaFQggFdfMe3wHP2Dr91Zp6jGGzIQFghHmGDMfR1BAF-vRxmx8NTujGi33NUQz3UBAQzx9JTcZLS8VJKsioqlcsMZcMXMK21Dwzlzt-4piYX-tTRym9KIZZnkff3gtqThTy0veEPA4y9kLpQ7G4UQwAEYYlIfgJGTCn3T0njWdDPpwN-q2P7sozdW7xCAqd-N5N8wnk9OE-lkzb3l7tL7dSR99zHaa-o4jojEP99btWLif3ImyedvAAAA___IntjVBAEAAA==',
    session: {
      username: 'alice@example.com',
      customClaims: undefined,
      accessToken: undefined,
      idToken: undefined,
      refreshToken: undefined,
      audience: 'sub.example.com,example.com',
      expiresAt: undefined,
      issuer: 'Vouch',
    },
  },
  {
    name: 'HS256 with both tokens and claims',
    algorithm: 'HS256',
    key: { secret: 'a secret of the tests, which has forty-four…' },
    compress: true,
    value:
      'H4sIAAAAAAAA_1yR3W6jMBSEn2ir2AlZcRnRQO2As0CxMTcVdn44xKZIhPDz9Cvv3vVyjkYzo-9cF9qoSMMZKClWghiQgXSZpwOyJ4--5AH1364LRRrzRdnwWeVkT2w41IKZNOI7KdCkomKU2H8SmCDd8vUS-c8Uz00t0Era_jex4UMJM5K23-iOmzigTYULOLfpHAcUaqHh3IbmtBKnO219pD8SOJsB9DZrKishDujL3cp8AmVdB3_8zz463xx_DCDBbUvgxpEfB3RU2DOk7ceLmIc4oIsss14tZJ8EO3TLJyiOYSsxXzXKXjXmI2m_4SqOyzn3GomZ0dvE9aa5yAqFn0b9y-debhvIMOs_sTldBFmYmKlqD2NVmtPVZmUuzJ-66L9zsZtiB9SGqHJAO4YkeOYahU8dzSa27KXy-Yd2fr5zD2Dvxylp0w17v09JMEFdstVt5NZHEt_hlr7p4HDZ0V9d5Z-KT7m5eF_k5NXHe4ej6pX3in0NFu7spaLD3wAAAP__Sqhad-sBAAA=',
    session: {
      username: 'alice@example.com',
      customClaims: {
        groups: ['staff', 'ops'],
        age: 41,
        ratio: 0.5,
        big: 1e21,
        admin: true,
        none: null,
        nested: { a: [1, { b: 'c' }] },
      },
      accessToken: 'ya29.access',
      idToken: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.',
      refreshToken: undefined,
      audience: 'sub.example.com,example.com',
      expiresAt: 4102444800,
      issuer: 'Vouch',
    },
  },
  {
    name: 'a bare HS256 with unicode',
    algorithm: 'HS256',
    key: { secret: 'a secret of the tests, which has forty-four…' },
    compress: false,
    value:
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJ1c2VybmFtZSI6Impvc8OpIiwiQ3VzdG9tQ2xhaW1zIjp7Imh0dHA6Ly93d3cuZXhhbXBsZS5jb20vZmF2b3JpdGVfY29sb3IiOiJncsO8biIsIm5hbWUiOiJab8OrIPCfkanigI3wn5qAIFx1MDAzY2JcdTAwM2VcdTAwMjZcIidcdTIwMjgifSwiUEFjY2Vzc1Rva2VuIjoiIiwiUElkVG9rZW4iOiIiLCJhdWQiOiJzdWIuZXhhbXBsZS5jb20sZXhhbXBsZS5jb20iLCJleHAiOjQxMDI0NDQ4MDAsImlzcyI6IlZvdWNoIn0.VcBrFA88LIKf-ApchIjoX8znM6bJ1Y9UKhbTo04K6Vg',
    session: {
      username: 'josé',
      customClaims: { name: 'Zoë 👩‍🚀 <b>&"\' ', 'http://www.example.com/favorite_color': 'grün' },
      accessToken: undefined,
      idToken: undefined,
      refreshToken: undefined,
      audience: 'sub.example.com,example.com',
      expiresAt: 4102444800,
      issuer: 'Vouch',
    },
  },
  {
    name: 'HS256 of FABRIC',
    algorithm: 'HS256',
    key: { secret: 'a secret of the tests, which has forty-four…' },
    compress: true,
    value:
      'H4sIAAAAAAAA_1zPUXOiMBQF4H_UIanQ5VFwwZsKbnQhJC8dQtwmbLCMEZT8-g6vfbwz98z5zmUhWuadORoClQdUGnBwPYVdChH8H5s6JfHLZSGow_Uih-wuzhDBkLmWlZbm9YYz9JB5NXEc38E8DH2tvcrjO8VP3TLkoR8nxZ7ukBJKWdmLpvR1Ht8E26ylIf8L4WHIeo5r3y3gwCZEZKe5xfUE_ZcRjX1vc7Ln2P5pqxHxHpD8baciDe2lGiORKdJW8XgeNJH9dloNVUasuBLbYV1JfLfSrGYdqH3ij-bXzLF1EqtZmnDuhm6WOEMq_1wOrz9zseZDYQ4p0YrR1esVg0k0WssmceIc9hIH7se9_tvLfmuOPX0WOwjKHd0Uu62Dwa4bI7BiVqz8gmvwskE8wbms3_Vt3pOPZBIBOr3B8PjAES7-Paz01duNoqX8_A4AAP__Hdl6nawBAAA=',
    session: {
      username: 'alice@example.com',
      customClaims: undefined,
      accessToken: 'ya29.access',
      idToken: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.',
      refreshToken: 'https://cilogon.org/oauth2/refreshToken/abc',
      audience: 'sub.example.com,example.com',
      expiresAt: 4102444800,
      issuer: 'Vouch',
    },
  },
  {
    name: 'HS256 of FABRIC without a refresh token',
    algorithm: 'HS256',
    key: { secret: 'a secret of the tests, which has forty-four…' },
    compress: true,
    value:
      'H4sIAAAAAAAA_1yQ33KjIByF36hTaHTHy60J7I9NaG0WCNx0wLgRC9atGv88_Y63vTwzZ-Z836kWVjta-hfPQKyAuIce2rekzCGFj-4ic5Y9VAtDJZaLi2QwZ0ghkt4qHgoqd1qhyVExapwN4CdfPMn1SrOhwHNtFVqh6carmvtjzopC8cZc-Cpp9mXUbhtN9B9IjpE0Gsu1XKCH8MwMebtbLEdoPr25hN-Wsl8ah1crOqQbQO4QxlOehEp0qSFXZkXWnWPNXPNz3BgEYcG0LJS4Fg4PwXlIYROLBJlNrOVI-yRUlAwlncMx8rs7z9_y1pe77Qi-P0ynpnjk-9t0yidvL3zd2GTMkMY3_7d4sLQz6t_p4_1MX57S-OVWK6rrD3hNM0Xbx_hc7vef7_WtOx7-BwAA___7m6WNcwEAAA==',
    session: {
      username: 'alice@example.com',
      customClaims: undefined,
      accessToken: 'ya29.access',
      idToken: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.',
      refreshToken: undefined,
      audience: 'sub.example.com,example.com',
      expiresAt: 4102444800,
      issuer: 'Vouch',
    },
  },
  {
    name: 'a compressed HS384',
    algorithm: 'HS384',
    key: { secret: 'a secret of the tests, which has forty-four…' },
    compress: true,
    value:
      'H4sIAAAAAAAA_1zOzW6jMBQF4CdKBSZ_LBko9DIBQggmeFNhm5TLX9I6gcDTj9Dsurq6R0c6Xzn5FfcERuhDOgfr0AYF_WkjbNhCc79Q2zffysnXBaET79wHS2ALnauKLGxjj67zTB-5lz5zYj4AR4wNOkvPfMTkVRWZPkN930FXafLD2h4m05CGeLJLVfHLH8WSTc2JNrDOJdzw79Kj15yYihuwgHqhoj1HUNBtKp6lS1bwffQDR_vaFD1-gTH2m28L3JceONacE1_IszUGhP6_NROAUsgzjEH9hddkxPTdrXNCZ6GfhoLQJ9Q3XNzpe9tQz_xh2RojBDzYfiWzeNmcZQa_zerXv_Tb8sPCqI5fgQNa6MTrwLEUdO0sJthCywaZhTfotTdWrsqVOt4027aga0_c6Vxc3dL97hANn8frhcljEky7Z9iczWYVGQLw_Pmd9LT6e4Jd_y8AAP__N96zZLUBAAA=',
    session: {
      username: 'alice@example.com',
      customClaims: { name: 'Zoë 👩‍🚀 <b>&"\' ', 'http://www.example.com/favorite_color': 'grün' },
      accessToken: undefined,
      idToken: undefined,
      refreshToken: undefined,
      audience: 'sub.example.com,example.com',
      expiresAt: 4102444800,
      issuer: 'Vouch',
    },
  },
  {
    name: 'a bare HS512',
    algorithm: 'HS512',
    key: { secret: 'a secret of the tests, which has forty-four…' },
    compress: false,
    value:
      'eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.eyJ1c2VybmFtZSI6ImFsaWNlQGV4YW1wbGUuY29tIiwiQ3VzdG9tQ2xhaW1zIjp7ImFkbWluIjp0cnVlLCJhZ2UiOjQxLCJiaWciOjFlKzIxLCJncm91cHMiOlsic3RhZmYiLCJvcHMiXSwibmVzdGVkIjp7ImEiOlsxLHsiYiI6ImMifV19LCJub25lIjpudWxsLCJyYXRpbyI6MC41fSwiUEFjY2Vzc1Rva2VuIjoiIiwiUElkVG9rZW4iOiIiLCJhdWQiOiJzdWIuZXhhbXBsZS5jb20sZXhhbXBsZS5jb20iLCJleHAiOjQxMDI0NDQ4MDAsImlzcyI6IlZvdWNoIn0.HoP93gAzehMQoidHVpUsiAEyisHwyB7CQv0bq-0R5dPKe5PrfJWhx77Nz-SYDxeGxYsTzgDW_RMaXEF6aLXbAA',
    session: {
      username: 'alice@example.com',
      customClaims: {
        groups: ['staff', 'ops'],
        age: 41,
        ratio: 0.5,
        big: 1e21,
        admin: true,
        none: null,
        nested: { a: [1, { b: 'c' }] },
      },
      accessToken: undefined,
      idToken: undefined,
      refreshToken: undefined,
      audience: 'sub.example.com,example.com',
      expiresAt: 4102444800,
      issuer: 'Vouch',
    },
  },
  {
    name: 'a compressed RS256',
    algorithm: 'RS256',
    key: {
      publicKey:
        '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAy1nSBRw0FPe2E0A9kupR\nJxTcw+p2SvXoV+5BvjmzOAhhievRqNNL3RcqFoOIPPd2xL1L6iEI7N9X456ufbH6\ntmQWhvxcDfx42PiFOH/ipcxlNZAFERTzuxddE0Wj/d4+l5e642rea+FpFKdxBNOg\nKdm35S5TnVtbMlkail0bIJN2kKraxVVMf/GuTDlPw/Qc0IN3Ob3Jpa8NvtTtFRE5\nm6HyS9za0lXwVdzzpHS6QbipdMUGbU9OVNhoV5kUBWcJ1XOiwaCY821822PzB1eM\nUGmIgkkGPspvNUzqtR5fiGPe8hXPwfsegXocOyE3eMB+mZLvooOWGa156pTA9fvu\nAwIDAQAB\n-----END PUBLIC KEY-----\n',
    },
    compress: true,
    value:
      'H4sIAAAAAAAA_2zQ266COACF4SdyAkVALhGFXeQsFOhNw0mgtlvcyPHpJ15OMg-wsr78zWZ3pVX1fm_fkx2KXg9H-BvJlQEV-BwyZNjaP81mixVAW8nND75DBXJzLFKPhRY65qm4lFYy5UD7wH7pQwnttaV9QrB2RSrukA5Tna6jY9hhmHoUZ96OLO0Pp8fvqZzHUHa4SXOA9mqDI2RnG5vRXAA0QfrqccZuhWX_5IAFRTKIOYVieWWTa8isSQYFm7VdJNpw551dUn36GvIMPb_bSkK9w_9rdP7HjLNugfQluLG-eZdQ8C_64hj2UEnu15iWEqLFN4ReBoqshLFbRVy_LQdHAqdWxVkddVV4t6AjN7-I05vTEWF4HxIHZGvzuCOpYZ7mmhs568Y1i8cihpTEM5qfiZtYVKlV2v4pLdtxtGZYVBR5lvk1r0cT_LRt3V1m6oS1Qo60e9isUn0W58FbLD31xG1FE0Ni1YiobZDzYKnWNR3VugwIpny7sLxK5rF9Afzot-lGpuxJn564niQtbIdzVLwq3ZDeue57ccak3Zw2DBf3N5HUUkxWVAAjLba6KTwHfM6pH__4eqPMu-Dxq6QQJ817IoMAcWQJ8HhS7Z28g-5BfPY8T5lVk3sJ-oMuRA7wiDFcBXfrLuMgHRogIXf21OXfAAAA___Qfx2bhAIAAA==',
    session: {
      username: 'alice@example.com',
      customClaims: undefined,
      accessToken: 'ya29.access',
      idToken: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.',
      refreshToken: undefined,
      audience: 'sub.example.com,example.com',
      expiresAt: 4102444800,
      issuer: 'Vouch',
    },
  },
  {
    name: 'a bare RS384',
    algorithm: 'RS384',
    key: {
      publicKey:
        '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAy1nSBRw0FPe2E0A9kupR\nJxTcw+p2SvXoV+5BvjmzOAhhievRqNNL3RcqFoOIPPd2xL1L6iEI7N9X456ufbH6\ntmQWhvxcDfx42PiFOH/ipcxlNZAFERTzuxddE0Wj/d4+l5e642rea+FpFKdxBNOg\nKdm35S5TnVtbMlkail0bIJN2kKraxVVMf/GuTDlPw/Qc0IN3Ob3Jpa8NvtTtFRE5\nm6HyS9za0lXwVdzzpHS6QbipdMUGbU9OVNhoV5kUBWcJ1XOiwaCY821822PzB1eM\nUGmIgkkGPspvNUzqtR5fiGPe8hXPwfsegXocOyE3eMB+mZLvooOWGa156pTA9fvu\nAwIDAQAB\n-----END PUBLIC KEY-----\n',
    },
    compress: false,
    value:
      'eyJhbGciOiJSUzM4NCIsInR5cCI6IkpXVCJ9.eyJ1c2VybmFtZSI6ImFsaWNlQGV4YW1wbGUuY29tIiwiQ3VzdG9tQ2xhaW1zIjpudWxsLCJQQWNjZXNzVG9rZW4iOiIiLCJQSWRUb2tlbiI6IiIsImF1ZCI6InN1Yi5leGFtcGxlLmNvbSxleGFtcGxlLmNvbSIsImV4cCI6NDEwMjQ0NDgwMCwiaXNzIjoiVm91Y2gifQ.dHr99glruHZsPivJpia_tOv9D4tZlOACfkh_Mi8pV0DGsVtH8rt1fNgCH63kWBnq3Y_-OMSXlYy2TaWp1WLxEimGT5S5bGj7ZzyrSZyKptMh1Pt4WnYeavbGP4rXlJjgV5kWVYnDw5dMUan8WTue1MspozW5UlN31A-XkRR-5TivxGqvi6BlNd3RKXvfQ2garV2OCyU5kHDtcgPOTCRY5M-i6RK3wGEpq1Ptq_PA9vO50joA3bWcLHG3y4Dy_uLY4lzOt21QWQOtL4MeRfupDP0birtkyNS7rYF9pqtukKxw_X_MgUalODYIcKic9TfQbs7KZUo_fZJ-TZHeU_utrw',
    session: {
      username: 'alice@example.com',
      customClaims: undefined,
      accessToken: undefined,
      idToken: undefined,
      refreshToken: undefined,
      audience: 'sub.example.com,example.com',
      expiresAt: 4102444800,
      issuer: 'Vouch',
    },
  },
  {
    name: 'a compressed RS512',
    algorithm: 'RS512',
    key: {
      publicKey:
        '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAy1nSBRw0FPe2E0A9kupR\nJxTcw+p2SvXoV+5BvjmzOAhhievRqNNL3RcqFoOIPPd2xL1L6iEI7N9X456ufbH6\ntmQWhvxcDfx42PiFOH/ipcxlNZAFERTzuxddE0Wj/d4+l5e642rea+FpFKdxBNOg\nKdm35S5TnVtbMlkail0bIJN2kKraxVVMf/GuTDlPw/Qc0IN3Ob3Jpa8NvtTtFRE5\nm6HyS9za0lXwVdzzpHS6QbipdMUGbU9OVNhoV5kUBWcJ1XOiwaCY821822PzB1eM\nUGmIgkkGPspvNUzqtR5fiGPe8hXPwfsegXocOyE3eMB+mZLvooOWGa156pTA9fvu\nAwIDAQAB\n-----END PUBLIC KEY-----\n',
    },
    compress: true,
    value:
      'H4sIAAAAAAAA_1zOudKqMADF8SfyG8OmlMoSEiWKyto4IBETgig7PP0d21ueM__iR2f8yuCDnRi--os_uQy16H1RHwbSUPmJAgPrf3TG4CEFc1bZXXJFGqrsNg2J8GCgxCEYM-j3saR3iI3Mk4Mlh3rnSdMrDcGC-KfPw6k9GtjzQsKTiCwB1JskVNiJIfb7r-HFz6ROZAxp6AeobJD8AG8CYqYKCu3uASdxrMiQXaf_9q8PlB-YmNbocm9NzGJ0jZGlEVkQr1lQ6SCWCvb0_s67RLSKz6bY3Gxy-D19lFstmlW2Vmp8mEsv_57dHjbnaG4veifeqpmminmqWPLeHDSSlLbBL8s8DFxZWy8w0YNT3qGkGfLYqoOUht8t28nl00J32R3CHVGv522wL5sNYjjNVS6O5YkWMAr8pSDOR1OPdmPJ9al2-t2UtWK1FmYwDk_KwVOeeuXwQk7RxgWJeWXf6P24bPCB7prI0ll7WzYyaR6OE45ov40uTuNbtvXRqxrnNTeMAkRijgcuf28ffnMJ9v3VDDKv9MKeDRAtZV7CfJVqe5ln5kxJcwf0PFDdx2tQDVpjuHF_8CQ1FpDeDNqMb76rv_N7wDZ7Xgt_a0BlXfwLAAD__1wYv6hGAgAA',
    session: {
      username: 'alice@example.com',
      customClaims: undefined,
      accessToken: undefined,
      idToken: undefined,
      refreshToken: undefined,
      audience: 'sub.example.com,example.com',
      expiresAt: 4102444800,
      issuer: 'Vouch',
    },
  },
  {
    name: 'a compressed ES256',
    algorithm: 'ES256',
    key: {
      publicKey:
        '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEKXy+HpiBLE6kefraatxwOQrnMVff\nQL3M/A7AFNGupqrfexBhLD/Orz5uM8JwGWZ1BV2lnxhKdZOAe/fK0x0SVw==\n-----END PUBLIC KEY-----\n',
    },
    compress: true,
    value:
      'H4sIAAAAAAAA_1yQQZOiPBCGf9FMmYw6H0cFgp0PVKRIgMuWCTgEAsNuBCG_fovd2x7frrf66aerhdYikOqiKEktoLMCA_1tJ13YQztkzKXOe7VQJDFbREeeRQJ76Ii587OOA7bNOXqJIB1z7DxBvVT8wWwZOM8Yz_WdIwvN8AkdaQXXIzTDRvZMhy6tC5yqSxPPoUvVnUt1aYj-38Kae9k5SJ4iddFGyY9bXXS5Cl06rbMseSnRrQzW_t3tr705PBmVq_W2SD0YckKXjgLvNDTDWPLZhC5d8uw2iAX2kbtFj-SlUp80OWZWott0x2yE5lutDqmvWxY4vwq-VRcFK7suebw-yZYcxiKra5EdTZHsGoE35p-89nV1OvzxizzYnL14G3kHA522coE96GIq-fkb-s27vcUo9U7Z9dPiQYzs-EXz7Ei8KAAf7W1Eru01rvLlxznuq4Mter_Ip1GT6YG7EuH6SP57Np7Z7ljoJz_N26wn5-3rdwAAAP__g4WBV9cBAAA=',
    session: {
      username: 'alice@example.com',
      customClaims: {
        groups: ['staff', 'ops'],
        age: 41,
        ratio: 0.5,
        big: 1e21,
        admin: true,
        none: null,
        nested: { a: [1, { b: 'c' }] },
      },
      accessToken: undefined,
      idToken: undefined,
      refreshToken: undefined,
      audience: 'sub.example.com,example.com',
      expiresAt: 4102444800,
      issuer: 'Vouch',
    },
  },
  {
    name: 'a bare ES384',
    algorithm: 'ES384',
    key: {
      publicKey:
        '-----BEGIN PUBLIC KEY-----\nMHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEw77HvdgJqcUIFHSZe826zmB/YR3CouuQ\ntqx6vb6Ygwe3nLJ+5vBB1IYnjYz17c5spmV1wyZ42mbBwKm32XruLzN3e20tKAOh\nRXBx7m0YU8iIy8K7dGVX3E+8w1gGMznE\n-----END PUBLIC KEY-----\n',
    },
    compress: false,
    value:
      'eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCJ9.eyJ1c2VybmFtZSI6ImFsaWNlQGV4YW1wbGUuY29tIiwiQ3VzdG9tQ2xhaW1zIjpudWxsLCJQQWNjZXNzVG9rZW4iOiIiLCJQSWRUb2tlbiI6IiIsImF1ZCI6InN1Yi5leGFtcGxlLmNvbSxleGFtcGxlLmNvbSIsImV4cCI6NDEwMjQ0NDgwMCwiaXNzIjoiVm91Y2gifQ.mds_tkmwdh0gIx_Xu-wOJwYP8hfsqZFNU_rQUuhFtc7edWZjr0spLUcpa0rsbsoWGumgSPvEtt_kcAdZwSDaOPU250OUdZ81HI98DS0d0jPT0gZYs_ZwssT7FHXy4Cw4',
    session: {
      username: 'alice@example.com',
      customClaims: undefined,
      accessToken: undefined,
      idToken: undefined,
      refreshToken: undefined,
      audience: 'sub.example.com,example.com',
      expiresAt: 4102444800,
      issuer: 'Vouch',
    },
  },
  {
    name: 'a compressed ES512',
    algorithm: 'ES512',
    key: {
      publicKey:
        '-----BEGIN PUBLIC KEY-----\nMIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQBBJ9e8QoYXYZno7LCbgNvZuvCP1BS\n+E6M9us3SRW+PQXwlYhSVUgdmdAfX57b2wZ1778/sglDEANktVcg89eUK5QA967J\ngKbXln6uc47gmdk1rWK/Ysh58J0VwL0WfIEmXg+M8jpaU6QmhjG7oTs4nwgUSvCa\nMKmttMdINZTdFvDmczs=\n-----END PUBLIC KEY-----\n',
    },
    compress: true,
    value:
      'H4sIAAAAAAAA_1zOwZKiMBSF4SfqLkHFydKGAYIQBhUibqhLFAwQsRE6IU8_xbaX59S_-O5z8Cg9xmMeuKlOVcTxGz-PW2ZjC7evS2YH6PM-BwYzs7kU7ng9YQsL9w2UdImXbXJqyNJLp9xEI-aSJ-tM3zw0JqZ6ADU0bl7Tjap3aAdJQklzvRCdeWi40g2POebLf6LHtDTHruTYwgtAuMZ1ATyJkfNtd_fckXmqCwX5KU_q1176bLOAifNXRk2yIk4tI1tyuBCNm55nAhm5WfMq-dzHZ95VIElbtGE6kEI8oT_cV6of2XaD5rXsrFp62v_S4SmjXbW2IwjLPz7FuziAYniYQRXAbi_aFvyLb-MZ6ngb76GHWqFXji0GuQ7L3YFJ51EUDvqw2ubfOi_U0a_c70MCevheWcMIIjfQT1UQGFaTPYm9wcz2FrGP4Tyfhx4VlDlf_wMAAP__ArEJd6ABAAA=',
    session: {
      username: 'alice@example.com',
      customClaims: undefined,
      accessToken: undefined,
      idToken: undefined,
      refreshToken: undefined,
      audience: 'sub.example.com,example.com',
      expiresAt: 4102444800,
      issuer: 'Vouch',
    },
  },
];
