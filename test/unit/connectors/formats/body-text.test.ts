import { expect, test } from 'vitest';
import { bodyText } from '../../../../src-main/connectors/formats/body-text.ts';

const read = (body: Buffer, type = '') => bodyText({ body, headers: new Headers(type === '' ? {} : { 'content-type': type }) });
const wide = (text: string) => Buffer.from(text, 'utf16le');
const bytes = (text: string) => Buffer.from(text, 'latin1');

test.each([
  ['UTF-8 without any word', Buffer.from('{"a":"é"}'), '', '{"a":"é"}'],
  ['the mark of UTF-8, which is not part of the text', Buffer.from('\ufeff{"a":"é"}'), '', '{"a":"é"}'],
  ['UTF-16 by its mark, whatever the header says', wide('\ufeff{"a":"é"}'), 'application/json; charset=utf-8', '{"a":"é"}'],
  ['UTF-16 by its zero bytes', wide('<a>é</a>'), '', '<a>é</a>'],
  ['UTF-16, big end first', wide('<a>é</a>').swap16(), '', '<a>é</a>'],
  ['the charset of the header', bytes('{"a":"\xe9"}'), 'application/json; charset="iso-8859-1"', '{"a":"é"}'],
  ['a charset by a name that many use', bytes('caf\xe9'), 'text/plain; charset=latin-1', 'café'],
  [
    'the declaration of XML',
    bytes('<?xml version="1.0" encoding="ISO-8859-2"?><a>\xb9</a>'),
    '',
    '<?xml version="1.0" encoding="ISO-8859-2"?><a>š</a>',
  ],
  [
    'the header before the declaration',
    bytes('<?xml version="1.0" encoding="ISO-8859-2"?><a>\xe9</a>'),
    'text/xml; charset=latin1',
    '<?xml version="1.0" encoding="ISO-8859-2"?><a>é</a>',
  ],
  ['Windows 1251', bytes('\xcf\xf0\xe8'), 'text/csv; charset=windows-1251', 'При'],
  ['Latin 1 where it cannot be UTF-8', bytes('caf\xe9 \x80'), '', 'café €'],
  ['a charset that nobody knows', Buffer.from('é'), 'text/plain; charset=klingon', 'é'],
])('reads %s', (_what, body, type, expected) => {
  expect(read(body, type)).toBe(expected);
});
