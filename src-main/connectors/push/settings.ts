import { z } from 'zod';

const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'not a header name');
/** No line breaks or other control characters, so that no further header can be smuggled in. */
const headerValue = z
  .string()
  .max(8192)
  .regex(/^[\t\x20-\x7e\x80-\xff]*$/, 'control characters are not allowed in a header');

const urlOf = (example: string, ...protocols: string[]) =>
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
        context.addIssue({ code: 'custom', message: `the address begins with ${protocols.join('// or ')}//, not with ${url.protocol}//` });
      }
      if (url.username !== '' || url.password !== '') {
        context.addIssue({
          code: 'custom',
          message: 'a URL must not hold a user name or password; use "auth" instead, which keeps them secret',
        });
      }
    });

const webUrl = urlOf('https://api.example.com/changes', 'http:', 'https:');
const socketUrl = urlOf('wss://api.example.com/changes', 'ws:', 'wss:');

/** A path, or a JSONata expression when it is more than names and dots. */
const expression = z.string().max(10_000);
const actionNames = z.array(z.string().max(200)).max(50);

const fields = {
  headers: z.record(headerName, headerValue).default({}),
  messages: expression.default('').describe('Where in a message the changes are, a list or a single one; empty for the message itself.'),
  record: expression.default('').describe('Where in a change the record is; empty for the change itself.'),
  id: expression.min(1).optional().describe('Where in a change the id is if there is no record.'),
  action: expression.min(1).optional().describe('Where in a change it says what happened; without it, every change is an update.'),
  actions: z
    .strictObject({
      create: actionNames.default(['create', 'insert', 'add']),
      update: actionNames.default(['update', 'upsert', 'change', 'modify']),
      delete: actionNames.default(['delete', 'remove']),
    })
    .prefault({})
    .describe('What the action is called; upper and lower case make no difference.'),
  sequence: expression
    .min(1)
    .optional()
    .describe('Where in a message there is a number that rises by one. A number left out means a missed message.'),
};

// `fetch` gives a connection up by itself after 300 s without a byte.
const heartbeat = (seconds: number) =>
  z.number().min(5).max(240).default(seconds).describe('A connection that is silent for longer than this is made anew.');

/** How changes of a source are received as they happen. */
export const pushSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('websocket'),
    url: socketUrl,
    ...fields,
    heartbeatSeconds: heartbeat(60),
    subscribe: z.string().max(65_536).optional().describe('Text that is sent as soon as the connection is open.'),
  }),
  z.strictObject({ kind: z.literal('sse'), url: webUrl, ...fields, heartbeatSeconds: heartbeat(60) }),
  z.strictObject({
    kind: z.literal('long-poll'),
    url: webUrl,
    ...fields,
    // Many servers hold a poll for 60 s, and one that answers a moment later is not silent.
    heartbeatSeconds: heartbeat(90),
    cursorParam: z.string().min(1).max(200).optional().describe('The query parameter that carries the last cursor.'),
    cursor: expression.min(1).optional().describe('Where in an answer the cursor for the next poll is.'),
  }),
]);
export type PushSettings = z.infer<typeof pushSchema>;
export type PushSettingsInput = z.input<typeof pushSchema>;
