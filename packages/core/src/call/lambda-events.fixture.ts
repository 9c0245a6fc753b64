/**
 * Events in the shapes that AWS documents (November 2026), as a token request has them: of the pages "Create AWS Lambda
 * proxy integrations for HTTP APIs", payload formats 2.0 and 1.0, and "Invoking Lambda function URLs"; a REST API sends
 * format 1.0. Of a load balancer: "Lambda functions as targets", in the user guide of Application Load Balancers, as
 * github.com/awsdocs/elb-application-load-balancers-user-guide has it at 01db3bf (doc_source/lambda-functions.md; read
 * in November 2026), with the sentence that it does not decode the query. What no adapter looks at is left in: an event has it.
 */

const http = {
  method: 'POST',
  path: '/prod/token',
  protocol: 'HTTP/1.1',
  sourceIp: '192.0.2.1',
  userAgent: 'agent',
};

/** An HTTP API whose stage is `prod`. */
export const HTTP_API = {
  version: '2.0',
  routeKey: '$default',
  rawPath: '/prod/token',
  rawQueryString: 'parameter1=value1&parameter1=value2&parameter2=value',
  cookies: ['cookie1=a', 'cookie2=b'],
  headers: { header1: 'value1', header2: 'value1,value2', 'content-type': 'application/jwt' },
  queryStringParameters: { parameter1: 'value1,value2', parameter2: 'value' },
  requestContext: {
    accountId: '123456789012',
    apiId: 'api-id',
    domainName: 'id.execute-api.us-east-1.amazonaws.com',
    domainPrefix: 'id',
    http,
    requestId: 'id',
    routeKey: '$default',
    stage: 'prod',
    time: '12/Mar/2020:19:03:58 +0000',
    timeEpoch: 1_583_348_638_390,
  },
  body: 'Hello from Lambda',
  pathParameters: { parameter1: 'value1' },
  isBase64Encoded: false,
  stageVariables: { stageVariable1: 'value1' },
};

/** A function URL, which passes on in base64 what is neither JSON nor text by its Content-Type. */
export const FUNCTION_URL = {
  version: '2.0',
  routeKey: '$default',
  rawPath: '/token',
  rawQueryString: '',
  headers: {
    'x-amzn-trace-id': 'Root=1-6252dbdd-2a88d899750a6e1f3',
    'x-forwarded-proto': 'https',
    host: 'url-id.lambda-url.us-east-1.on.aws',
    'x-forwarded-port': '443',
    'content-type': 'application/x-www-form-urlencoded',
    'x-forwarded-for': '192.0.2.1',
  },
  requestContext: {
    accountId: 'anonymous',
    apiId: 'url-id',
    domainName: 'url-id.lambda-url.us-east-1.on.aws',
    domainPrefix: 'url-id',
    http: { ...http, path: '/token' },
    requestId: 'id',
    routeKey: '$default',
    stage: '$default',
    time: '10/Apr/2022:13:30:05 +0000',
    timeEpoch: 1_649_597_405_529,
  },
  body: 'dG9rZW49YWJj',
  isBase64Encoded: true,
};

/** A REST API whose stage is `prod`; its own path lacks the stage. */
export const REST_API = {
  resource: '/{proxy+}',
  path: '/token',
  httpMethod: 'POST',
  headers: { header1: 'value1', header2: 'value2', 'Content-Type': 'application/jwt' },
  multiValueHeaders: {
    header1: ['value1'],
    header2: ['value1', 'value2'],
    'Content-Type': ['application/jwt'],
  },
  queryStringParameters: { parameter1: 'value2', parameter2: 'a&b' },
  multiValueQueryStringParameters: { parameter1: ['value1', 'value2'], parameter2: ['a&b'] },
  requestContext: {
    accountId: '123456789012',
    apiId: 'id',
    authorizer: { claims: null, scopes: null },
    domainName: 'id.execute-api.us-east-1.amazonaws.com',
    domainPrefix: 'id',
    extendedRequestId: 'request-id',
    httpMethod: 'POST',
    identity: { accessKey: null, accountId: null, sourceIp: '192.0.2.1', userAgent: 'user-agent' },
    path: '/prod/token',
    protocol: 'HTTP/1.1',
    requestId: 'id=',
    requestTime: '04/Mar/2020:19:15:17 +0000',
    requestTimeEpoch: 1_583_349_317_135,
    resourceId: null,
    resourcePath: '/{proxy+}',
    stage: 'prod',
  },
  pathParameters: null,
  stageVariables: null,
  body: 'Hello from Lambda!',
  isBase64Encoded: false,
};

const ALB = {
  requestContext: {
    elb: {
      targetGroupArn:
        'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/my-target-group/6d0ecf831eec9f09',
    },
  },
  httpMethod: 'POST',
  path: '/token',
};

/** A load balancer as it is made: of repeated fields and parameters, the last is left. */
export const LOAD_BALANCER = {
  ...ALB,
  queryStringParameters: { parameter1: 'value2', 'parameter%5B2%5D': 'a%26b%20c' },
  headers: {
    accept: 'application/json',
    'content-type': 'application/jwt',
    host: 'lambda-846800462-us-east-2.elb.amazonaws.com',
    'user-agent': 'agent',
    'x-amzn-trace-id': 'Root=1-5bdb40ca-556d8b0c50dc66f0511bf520',
    'x-forwarded-for': '198.51.100.7, 192.0.2.1',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
  },
  // Neither text nor JSON nor XML by its Content-Type.
  body: 'SGVsbG8gZnJvbSBMYW1iZGE=',
  isBase64Encoded: true,
};

/** One whose target group has `lambda.multi_value_headers.enabled`. */
export const LOAD_BALANCER_WITH_LISTS = {
  ...ALB,
  multiValueQueryStringParameters: {
    parameter1: ['value1', 'value2'],
    'parameter%5B2%5D': ['a%26b'],
  },
  multiValueHeaders: {
    'content-type': ['text/plain'],
    header2: ['value1', 'value2'],
    'x-forwarded-for': ['192.0.2.1:4711'],
  },
  body: 'Hello',
  isBase64Encoded: false,
};

/** What a load balancer asks, where it is told to look after the function. */
export const HEALTH_CHECK = {
  ...ALB,
  httpMethod: 'GET',
  path: '/',
  queryStringParameters: {},
  headers: { 'user-agent': 'ELB-HealthChecker/2.0' },
  body: '',
  isBase64Encoded: false,
};
