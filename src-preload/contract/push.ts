import { z } from 'zod';
import { expression } from './expression-text.ts';
import { headerName, headerValue, httpUrl, socketUrl } from './http-fields.ts';
import { failureSchema, rejectedSchema } from './refresh.ts';
import { isoTime } from './time.ts';

const actionNames = z.array(z.string().max(200)).max(50);

const fields = {
  headers: z.record(headerName, headerValue).default({}),
  credentials: z.boolean().default(true).describe("Send the source's own key to this address as well."),
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
  partial: z
    .boolean()
    .default(false)
    .describe('An update holds only the fields that changed; the others stay as they are. Otherwise it holds the whole record.'),
  fetch: z
    .strictObject({
      url: httpUrl.refine((url) => url.includes('{id}'), 'must hold {id}, for example https://api.example.com/items/{id}'),
      record: expression.default('').describe('Where in the answer the record is; empty for the whole answer.'),
    })
    .optional()
    .describe('Where a record is fetched that a change names without carrying it. Without it, such a change sets off a refresh.'),
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
  z.strictObject({ kind: z.literal('sse'), url: httpUrl, ...fields, heartbeatSeconds: heartbeat(60) }),
  z.strictObject({
    kind: z.literal('long-poll'),
    url: httpUrl,
    ...fields,
    // Many servers hold a poll for 60 s, and one that answers a moment later is not silent.
    heartbeatSeconds: heartbeat(90),
    cursorParam: z.string().min(1).max(200).optional().describe('The query parameter that carries the last cursor.'),
    cursor: expression.min(1).optional().describe('Where in an answer the cursor for the next poll is.'),
  }),
]);
export type PushSettings = z.infer<typeof pushSchema>;
export type PushSettingsInput = z.input<typeof pushSchema>;

/** How the connection that changes are pushed over is doing. */
export const pushStateSchema = z.object({
  connected: z.boolean(),
  since: isoTime.describe('Since when it has been connected, or not.'),
  missed: z.boolean().describe('Whether changes may have been missed that no refresh has brought yet.'),
  lastMessageAt: isoTime.nullable(),
  messages: z.number().int().describe('Since the connection was first tried; duplicates and rejected ones included.'),
  messagesPerMinute: z.number().describe('Over the last hour.'),
  uptimeShare: z.number().describe('The share of the last hour in which it was connected, from 0 to 1.'),
  reconnects: z.number().int(),
  nextTryAt: isoTime.nullable().describe('When it connects again; null while it is connected or connecting.'),
  failure: failureSchema.nullable().describe('Why it is not connected.'),
  rejected: z.array(rejectedSchema).describe('Messages that could not be used, by reason.'),
  lastChange: z
    .object({ version: z.number().int(), receivedAt: isoTime })
    .nullable()
    .describe('When the last change that was merged came, and the version of the records that holds it.'),
  latency: z
    .object({ p50: z.number(), p95: z.number() })
    .nullable()
    .describe('Milliseconds from the arrival of a change until a page showed it, over the last 200; null before the first.'),
});
export type PushState = z.infer<typeof pushStateSchema>;
