import { z } from 'zod';

/** A header name as RFC 9110 allows it. */
export const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'not a header name');

/** A header value: no line breaks or other control characters, so that no further header can be smuggled in. */
export const headerValue = z
  .string()
  .max(8192)
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'control characters are not allowed in a header');

/** A URL of one of `protocols`, written as 'https:', without credentials in it. */
export const urlOf = (example: string, protocols: readonly string[]) =>
  z
    .string()
    .max(8192)
    .superRefine((value, context) => {
      if (!URL.canParse(value)) {
        context.addIssue({ code: 'custom', message: `not a URL; write it in full, for example ${example}` });
        return;
      }
      const url = new URL(value);
      if (!protocols.includes(url.protocol)) {
        const names = new Intl.ListFormat('en').format(protocols.map((protocol) => protocol.slice(0, -1)));
        context.addIssue({ code: 'custom', message: `only ${names} are supported, not ${url.protocol}//` });
      }
      if (url.username !== '' || url.password !== '') {
        context.addIssue({
          code: 'custom',
          message: 'a URL must not hold a user name or password; use "auth" instead, which keeps them secret',
        });
      }
    });

/** Where a source is read from: over HTTP, a local file, the output of a local command, or a PostgreSQL database. */
export const sourceUrl = urlOf('https://api.example.com/items', ['http:', 'https:', 'file:', 'command:', 'postgresql:']).refine(
  (value) => !URL.canParse(value) || new URL(value).protocol !== 'file:' || new URL(value).host === '',
  'a file is one of this computer; write its whole path, for example file:///home/me/data.csv',
);

/** A host that may be called: by its name, with a port or without, or all names below a domain. */
export const hostPattern = z
  .string()
  .max(260)
  .regex(
    /^((\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])(:\d{1,5})?$/,
    'write it as api.example.com, api.example.com:8443 or *.example.com',
  )
  .meta({ examples: ['cdn.example.com'] });

export const httpUrl = urlOf('https://api.example.com/items', ['http:', 'https:']);
export const socketUrl = urlOf('wss://api.example.com/changes', ['ws:', 'wss:']);

/** Whether a text is a whole http or https address. */
export const isHttpUrl = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
