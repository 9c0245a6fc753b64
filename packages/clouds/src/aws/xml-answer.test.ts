import { describe, expect, it } from 'vitest';
import { readXml, textOf } from './xml-answer.ts';

const nested = (open: string, close: string) => `${open.repeat(5000)}${close.repeat(5000)}`;

describe('readXml refuses', () => {
  it.each([
    ['a document type', '<!DOCTYPE a><a/>'],
    ['depth', nested('<a>', '</a>')],
    ['depth by other letters', nested('<\u00e9>', '</\u00e9>')],
    ['depth that comments hide', nested('<a><!--</a>-->', '</a>')],
    ['depth that CDATA hides', nested('<a><![CDATA[</a>]]>', '</a>')],
    ['depth that instructions hide', nested('<a><?x </a>?>', '</a>')],
    ['a comment without an end', '<a><!--</a>'],
    ['text', 'a'],
  ])('%s', (_, text) => {
    expect(readXml(text)).toBeUndefined();
  });
});

it('reads text, whatever stands beside it', () => {
  const root = readXml('<?xml version="1.0"?><a><!-- <b> --><b> 1<![CDATA[<b>]]> </b></a>');
  expect(textOf(root, 'b')).toBe('1<b>');
  expect(textOf(root, 'c')).toBeUndefined();
});
