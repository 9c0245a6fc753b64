import { describe, expect, it } from 'vitest';
import { programOf, runCel } from './run-cel.fixture.ts';

const value = (wanted: unknown) => ({ value: wanted });
const fault = expect.objectContaining({ fault: expect.any(String) });
const unknown = (about: RegExp) => ({ unknown: expect.stringMatching(about) });

describe('an expression that is none', () => {
  it.each([
    ['', /ends too early/],
    ['claims.', /ends too early/],
    ['claims.sub ==', /ends too early/],
    ['claims.sub = "a"', /"=" is no part of CEL/],
    ['"a', /has no end/],
    ['"a\n"', /has no end/],
    [String.raw`"\q"`, /no such escape/],
    [String.raw`"\ud800"`, /no such character/],
    ['claims.sub == "a" AND true', /"AND" is out of place/],
    ['package', /reserved word/],
    ['9223372036854775808', /too large/],
    ['1e999', /too large/],
    ['assertion.sub == "a"', /nothing is called "assertion"/],
    ['has(claims)', /has\(\) takes a field/],
    ['claims.groups.exists(1, true)', /takes a name first/],
    ['f(1,)', /out of place/],
  ])('%j says why', async (expression, why) => {
    expect(await programOf(expression)).toEqual({ fault: expect.stringMatching(why) });
  });

  it.each([
    ['"a" + 1', /does not take string, int/],
    ['claims + 1', /does not take map, int/],
    ['claims.a && 1', /int stands for true or false/],
    ['"a" == 1', /cannot be compared/],
    ['"a" < 1', /cannot be compared/],
    ['["a", 1]', /members of the types string and int/],
    ['"a".startsWith(1)', /does not take string, int/],
    ['"a".startsWith()', /is not called that way/],
  ])('%j is refused where types are checked', async (expression, why) => {
    expect(await programOf(expression)).toEqual({ fault: expect.stringMatching(why) });
  });
});

describe('what is joined', () => {
  it.each([
    ['false && nothing(claims)', value(false)],
    ['nothing(claims) && false', value(false)],
    ['true || nothing(claims)', value(true)],
    ['nothing(claims) || true', value(true)],
    ['claims.no == 1 || true', value(true)],
    ['claims.no == 1 && false', value(false)],
    ['claims.no == 1 || false', fault],
    ['nothing(claims) && true', unknown(/the function nothing/)],
    // What is not known might be false, and then the fault does not count.
    ['claims.no == 1 && nothing(claims)', unknown(/nothing/)],
    ['[1, 2].exists(x, x == 2 || nothing(x))', value(true)],
    ['[1, 2].all(x, x == 2 && nothing(x))', value(false)],
    ['[1, 2].exists(x, claims.no == x || x == 2)', value(true)],
    ['[2, 1].all(x, claims.no == x && x == 2)', value(false)],
    ['nothing(claims) ? true : true', unknown(/nothing/)],
    ['nothing(claims) + claims.no', fault],
    ['[nothing(claims)]', unknown(/nothing/)],
    ['has(claims.no) && claims.no == 1', value(false)],
  ])('%s', async (expression, wanted) => {
    expect(await runCel(expression)).toEqual(wanted);
  });
});

describe('claims', () => {
  const claims = JSON.parse(
    '{"sub":"a","n":3,"half":1.5,"nothing":null,"list":["x",1,null],"__proto__":{"evil":1},"constructor":"c","big":12345678901234567890,"deep":{"big":9007199254740993}}',
  ) as unknown;

  it.each([
    ['claims.n + 1', value(4n)],
    ['claims.half + 1.0', value(2.5)],
    ['claims.n == 3.0', value(true)],
    // They are there, and the package of Buf says that they are not.
    ['has(claims.nothing)', value(true)],
    ['"nothing" in claims', value(true)],
    ['claims.nothing == null', value(true)],
    ['claims["nothing"]', value(null)],
    ['null in claims.list', value(true)],
    ['claims.list', value(['x', 1n, null])],
    ['claims.list.filter(x, x == null).size()', value(1n)],
    ['claims.list.exists(x, x)', fault],
    ['has(claims.toString)', value(false)],
    ['claims.constructor', value('c')],
    ['claims.__proto__.evil', value(1n)],
    ['claims.hasOwnProperty', fault],
    ['claims.big > 0', unknown(/15 digits/)],
    ['claims.deep', unknown(/15 digits/)],
    ['claims.sub.no', fault],
    // cel-go says that it is not there, as long as it is not set up to say that it cannot be.
    ['has(claims.sub.no)', value(false)],
    ['claims.sub.?no.hasValue()', value(false)],
    ['has(claims.list.no)', fault],
    ['claims.list[3]', fault],
    ['claims.list[-1]', fault],
    ['claims.?sub.orValue("b")', value('a')],
    ['claims.?no.orValue(true) == true', value(true)],
    ['claims.?no.also.?more.hasValue()', value(false)],
    ['claims[?"sub"].value()', value('a')],
    ['claims.?no.value()', fault],
    ['claims.?sub.optMap(s, s + "!").orValue("")', value('a!')],
    ['[?claims.?sub, ?claims.?no]', value(['a'])],
    ['claims.list.all(i, v, i < 3 && v != "y")', value(true)],
    ['claims.list.transformList(i, v, i)', value([0n, 1n, 2n])],
    ['claims.deep.transformMap(k, v, k)', value(new Map([['big', 'big']]))],
    ['size("é😀")', value(2n)],
    ['"\u{1f600}" > "\u{ff5e}"', value(true)],
    ['int("")', fault],
    ['int("0x10")', fault],
    ['bool("yes")', fault],
    ['double("")', fault],
    ['timestamp(0) + duration("1h") == timestamp("1970-01-01T01:00:00Z")', value(true)],
    ['timestamp("2026-02-30T00:00:00Z")', fault],
    ['"a b".split(" ") == ["a", "b"] && ["a", "b"].join("-") == "a-b"', value(true)],
    ['" a\u0085".trim()', value('a')],
    ['"abcabc".replace("b", "x", 1)', value('axcabc')],
    ['"a1b22".findAll("[0-9]+")', value(['1', '22'])],
    ['[3, 1, 2].max() == 3 && [1, 2].sum() == 3 && [1, 2].isSorted()', value(true)],
    ['sets.contains([1, 2], [2])', value(true)],
    ['ip("10.0.0.1").family() == 4', unknown(/the function/)],
    ['"%s".format(["a"])', unknown(/the function format/)],
    ['claims.`sub`', unknown(/back quotes/)],
  ])('%s', async (expression, wanted) => {
    expect(await runCel(expression, claims)).toEqual(wanted);
  });

  it('that are not given are not known', async () => {
    const program = await programOf('claims.a == 1');
    expect('evaluate' in program && program.evaluate({})).toEqual(unknown(/not given/));
  });
});

describe('patterns', () => {
  it.each([
    ['"repo:acme/app".matches("^repo:acme/")', value(true)],
    ['"xrepo:acme/app".matches("^repo:acme/")', value(false)],
    ['"abc".matches("b")', value(true)],
    ['matches("abc", "^abc$")', value(true)],
    ['"abc".matches("(")', fault],
    [String.raw`"abc".matches("(?=b)")`, fault],
    [`"${'a'.repeat(5000)}".matches("(a*)*b")`, value(false)],
    ['"abc".matches("(?:abcdefgh){900}")', { costly: expect.any(String) }],
  ])('%s', async (expression, wanted) => {
    expect(await runCel(expression)).toEqual(wanted);
  });
});

// Google's engine is not public: what its pages say nothing of is not known, where it makes a difference.
describe('in the dialect of Google', () => {
  const claims = { n: 5, id: '5', sub: 'a:b', list: ['x', 'y'] };

  it.each([
    ['claims.n == 5', value(true)],
    ['claims.n > 4', unknown(/numbers of a token/)],
    ['claims.n > 4.0', unknown(/numbers of a token/)],
    ['claims.n + 1 == 6', unknown(/numbers of a token/)],
    ['int(claims.n) + 1 == 6', value(true)],
    ['string(claims.n) == "5"', value(true)],
    ['claims.id == 5', fault],
    ['claims.id != 5', unknown(/types that do not fit/)],
    ['claims.id == 5 || claims.sub == "a:b"', value(true)],
    ['has(claims.sub.no)', fault],
    ['!has(claims.sub.no)', unknown(/types that do not fit/)],
    ['"x" in claims.list', value(true)],
    ['claims.sub.split(":")[1]', value('b')],
    ['claims.list.join(".")', value('x.y')],
    ['claims.sub.lowerAscii()', value('a:b')],
    ['claims.sub.replace("a", "b")', unknown(/the function replace/)],
    ['claims.?sub != "x"', unknown(/optional/)],
    ['claims.?sub.orValue("")', unknown(/orValue/)],
    ['claims[?"sub"] != "x"', unknown(/optional/)],
    ['claims.list.exists(i, v, true)', unknown(/the function exists/)],
    ['{"a": 1, "b": "x"}["a"] == 1', value(true)],
  ])('%s', async (expression, wanted) => {
    expect(await runCel(expression, claims, 'gcp')).toEqual(wanted);
  });

  // "Attribute reference for IAM Conditions", "Extract values from attributes" (docs.cloud.google.com/iam/docs/conditions-attribute-reference, 2026-04-10).
  const NAME =
    'projects/_/buckets/acme-orders-aaa/objects/data_lake/orders/order_date=2019-11-03/aef87g87ae0876';
  it.each([
    ['/order_date={date}/', '2019-11-03'],
    ['buckets/{name}/', 'acme-orders-aaa'],
    ['/orders/{empty}order_date', ''],
    ['{start}/objects/data_lake', 'projects/_/buckets/acme-orders-aaa'],
    ['orders/{end}', 'order_date=2019-11-03/aef87g87ae0876'],
    ['{all}', NAME],
    ['/orders/{none}/order_date=', ''],
    ['/orders/order_date=2019-11-03/{id}/data_lake', ''],
  ])('extract(%j)', async (template, wanted) => {
    const expression = `claims.name.extract(${JSON.stringify(template)})`;
    expect(await runCel(expression, { name: NAME }, 'gcp')).toEqual(value(wanted));
  });

  it.each(['none', '{a}/{b}', '{}', '{a'])('says nothing of the template %j', async (template) => {
    expect(await runCel(`"a".extract("${template}")`, {}, 'gcp')).toEqual(unknown(/template/));
  });
});

describe('the parts of a condition', () => {
  it('are what && joins, with what they read', async () => {
    const program = await programOf(
      'claims.sub == "a" && (claims["org"].name in ["x"] && (claims.a || claims.?b.c == 1)) && [1].all(x, x > 0)',
    );
    if (!('parts' in program)) throw new Error(program.fault);
    expect(program.type).toBe('bool');
    expect(program.parts.map(({ text, reads }) => [text, reads])).toEqual([
      ['claims.sub == "a"', [['claims', 'sub']]],
      ['claims["org"].name in ["x"]', [['claims', 'org', 'name']]],
      [
        '(claims.a || claims.?b.c == 1)',
        [
          ['claims', 'a'],
          ['claims', 'b', 'c'],
        ],
      ],
      ['[1].all(x, x > 0)', []],
    ]);
    expect(program.parts.map((part) => part.evaluate({ claims: { sub: 'b' } }))).toEqual([
      value(false),
      fault,
      fault,
      value(true),
    ]);
  });
});
