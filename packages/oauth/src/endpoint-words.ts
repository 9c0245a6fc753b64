/** How messages speak of an endpoint. */
export interface EndpointWords {
  /** As the rest of `the …`. */
  readonly name: string;
  /** As the rest of `no answer of …`. */
  readonly oneOf: string;
  /** How its address is told from others. */
  readonly recognised: string;
}

export const TOKEN_ENDPOINT: EndpointWords = {
  name: 'token endpoint',
  oneOf: 'a token endpoint',
  recognised: 'That of an exchange ends with /token, below the path of its issuer.',
};

export const INTROSPECTION_ENDPOINT: EndpointWords = {
  name: 'introspection endpoint',
  oneOf: 'an introspection endpoint',
  recognised: 'The discovery document of its issuer has it as introspection_endpoint.',
};

export const REVOCATION_ENDPOINT: EndpointWords = {
  name: 'revocation endpoint',
  oneOf: 'a revocation endpoint',
  recognised: 'The discovery document of its issuer has it as revocation_endpoint.',
};

export const DEVICE_ENDPOINT: EndpointWords = {
  name: 'device authorization endpoint',
  oneOf: 'a device authorization endpoint',
  recognised: 'The discovery document of its issuer has it as device_authorization_endpoint.',
};

export const REGISTRATION_ENDPOINT: EndpointWords = {
  name: 'client registration endpoint',
  oneOf: 'a client registration endpoint',
  recognised: 'The discovery document of its issuer has it as registration_endpoint.',
};

export const AUTHORIZATION_ENDPOINT: EndpointWords = {
  name: 'authorization endpoint',
  oneOf: 'an authorization endpoint of IndieAuth',
  recognised: 'The site of the person names it as authorization_endpoint.',
};
