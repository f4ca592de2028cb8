import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf, withValues } from '../../../../../src-renderer/panel/data/markdown.ts';

test('headings, paragraphs, lists, quotes, code and rules are told apart', () => {
  const kinds = blocksOf('# Title\n\nSome words\nand more\n\n- one\n- two\n\n1. first\n\n> said\n\n---\n\n```\nselect 1\n```').map(
    ({ kind }) => kind,
  );
  expect(kinds).toEqual(['heading', 'paragraph', 'list', 'list', 'quote', 'rule', 'code']);
});

test('within a line there is strong, emphasis, code and links', () => {
  expect(blocksOf('a **b** *c* `d` [e](https://example.com/)')).toEqual([
    {
      kind: 'paragraph',
      content: [
        { kind: 'text', text: 'a ' },
        { kind: 'strong', text: 'b' },
        { kind: 'text', text: ' ' },
        { kind: 'emphasis', text: 'c' },
        { kind: 'text', text: ' ' },
        { kind: 'code', text: 'd' },
        { kind: 'text', text: ' ' },
        { kind: 'link', text: 'e', href: 'https://example.com/' },
      ],
    },
  ]);
});

test.each(['javascript:alert`1`', 'data:text/html,x', '/local', 'file:///etc/passwd'])('a link to %s is only its words', (href) => {
  expect(blocksOf('[press](' + href + ')')).toEqual([{ kind: 'paragraph', content: [{ kind: 'text', text: 'press' }] }]);
});

test('HTML is text like any other', () => {
  expect(blocksOf('<b>x</b>')).toEqual([{ kind: 'paragraph', content: [{ kind: 'text', text: '<b>x</b>' }] }]);
});

test('whatever is written can be read', () => {
  fc.assert(fc.property(fc.string(), (text) => Array.isArray(blocksOf(text))));
});

test('values take the places of their columns, and an unknown column stays as it is written', () => {
  expect(withValues('{{ total }} of {{gone}}', (name) => (name === 'total' ? '12' : null))).toBe('12 of {{gone}}');
});
