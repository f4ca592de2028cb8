import { z } from 'zod';

/** A header name as RFC 9110 allows it. */
export const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'not a header name');
/** A header value: no line breaks or other control characters, so that no further header can be smuggled in. */
export const headerValue = z
  .string()
  .max(8192)
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'control characters are not allowed in a header');

/** An http or https URL without credentials in it. */
export const httpUrl = z
  .string()
  .max(8192)
  .superRefine((value, context) => {
    if (!URL.canParse(value)) {
      context.addIssue({ code: 'custom', message: 'not a URL; write it in full, for example https://api.example.com/items' });
      return;
    }
    const url = new URL(value);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      context.addIssue({ code: 'custom', message: `only http and https are supported, not ${url.protocol}//` });
    }
    if (url.username !== '' || url.password !== '') {
      context.addIssue({
        code: 'custom',
        message: 'a URL must not hold a user name or password; use "auth" instead, which keeps them secret',
      });
    }
  });

/** A record field: a path of names joined by dots. */
export const fieldPath = z.string().min(1).max(500);
/** A path, or a JSONata expression when it is more than names and dots. */
export const expression = z.string().max(10_000);
