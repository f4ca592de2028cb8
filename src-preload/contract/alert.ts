import { z } from 'zod';
import { freshnessState } from './freshness.ts';
import { headerName, headerValue, httpUrl } from './http-fields.ts';
import { hoursSchema } from './hours.ts';
import { parameterValues, viewId } from './panel.ts';
import { secretSchema } from './secret.ts';
import { sourceId } from './source.ts';
import { isoTime } from './time.ts';

const comparable = z.union([z.number(), z.string().max(1000)]);

/** What an alert looks at. */
export const alertSubjectSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('panel'),
    dashboardId: viewId,
    panelId: viewId,
    parameters: parameterValues.default({}),
    column: z.string().min(1).max(200).optional().describe('Left out: the first column that holds numbers, or else the first.'),
    take: z
      .enum(['first', 'last', 'any', 'every', 'sum', 'average', 'least', 'greatest', 'rows'])
      .default('first')
      .describe('Of the rows of the panel; rows: how many there are.'),
  }),
  z.strictObject({
    kind: z.literal('source'),
    sourceId: sourceId.nullable().default(null).describe('null: every source, each for itself.'),
  }),
]);
export type AlertSubject = z.infer<typeof alertSubjectSchema>;

/** What must hold for an alert to fire. */
export const alertConditionSchema = z.discriminatedUnion('is', [
  z.strictObject({ is: z.enum(['above', 'at-least', 'below', 'at-most']), value: z.number() }),
  z.strictObject({ is: z.enum(['inside', 'outside']), from: z.number(), to: z.number() }),
  z.strictObject({ is: z.enum(['equal', 'not-equal']), value: comparable }),
  z
    .strictObject({
      is: z.literal('older-than'),
      seconds: z
        .number()
        .int()
        .min(1)
        .max(366 * 86_400),
    })
    .describe('The age of the data.'),
  z.strictObject({ is: z.literal('in-state'), states: z.array(freshnessState).min(1) }).describe('Of a source, or of those of a panel.'),
]);
export type AlertCondition = z.infer<typeof alertConditionSchema>;

/** Where an alert is sent, besides the list of alerts. */
export const alertDeliverySchema = z.strictObject({
  desktop: z.boolean().default(true).describe('A notification of the system.'),
  sound: z.boolean().default(false),
  webhook: z
    .strictObject({
      url: httpUrl,
      headers: z.record(headerName, headerValue).default({}),
      secret: secretSchema.optional().describe('Sent as a bearer token; kept by the secret store.'),
    })
    .optional(),
});
export type AlertDelivery = z.infer<typeof alertDeliverySchema>;

const duration = (most: number) => z.number().int().min(0).max(most);
const fields = {
  name: z.string().trim().min(1).max(200),
  enabled: z.boolean().default(true),
  subject: alertSubjectSchema,
  condition: alertConditionSchema,
  forSeconds: duration(30 * 86_400)
    .default(0)
    .describe('The condition must hold for so long.'),
  readings: z.number().int().min(1).max(100).default(1).describe('In so many readings in a row; one is made after each refresh.'),
  resendSeconds: z
    .number()
    .int()
    .min(60)
    .max(30 * 86_400)
    .nullable()
    .default(null)
    .describe('Sent again after this time while it fires; null: once.'),
  mostResends: z.number().int().min(0).max(1000).default(3),
  tellResolved: z.boolean().default(true).describe('Say also when it is over.'),
  quiet: hoursSchema.nullable().default(null).describe('Hours in which nothing is sent. What still fires when they end is sent then.'),
  staleData: z
    .enum(['say', 'wait'])
    .default('say')
    .describe('On data older than their rule: fire and say how old they are, or wait for younger ones.'),
  deliver: alertDeliverySchema.default({ desktop: true, sound: false }),
};

const isOfSource = ({ subject, condition }: { subject: AlertSubject; condition: AlertCondition }) =>
  subject.kind === 'panel' || condition.is === 'older-than' || condition.is === 'in-state';
const valueOfSource = { message: 'a source has an age and a state; a value is that of a panel', path: ['condition'] };

export const alertSchema = z
  .strictObject({ id: viewId, ...fields })
  .refine(isOfSource, valueOfSource)
  .meta({ id: 'Alert' });
export type Alert = z.infer<typeof alertSchema>;

export const alertDraftSchema = z
  .strictObject({ id: viewId.optional(), ...fields })
  .refine(isOfSource, valueOfSource)
  .meta({ id: 'AlertDraft' });
export type AlertDraft = z.infer<typeof alertDraftSchema>;

export const alertPhase = z.enum(['ok', 'pending', 'firing', 'unknown']);
export type AlertPhase = z.infer<typeof alertPhase>;

/** Why something was sent. */
export const alertEvent = z.enum(['fired', 'fires-still', 'resolved', 'test']);
export type AlertEvent = z.infer<typeof alertEvent>;

/** How an alert stands for one subject: a panel, or one of the sources. */
export const alertStandingSchema = z.object({
  sourceId: z.string().nullable().describe('Of an alert on sources.'),
  phase: alertPhase,
  since: isoTime.nullable().describe('Since when the condition has held, or not.'),
  value: z.union([z.number(), z.string(), z.null()]).describe('What was last read.'),
  words: z.string().describe('In one sentence, with the age of the data.'),
  readAt: isoTime.nullable(),
  dataAt: isoTime.nullable().describe('When the oldest of the sources that were read was checked.'),
  sentAt: isoTime.nullable(),
  sends: z.number().int(),
  heldBack: z.enum(['quiet', 'snoozed', 'stale']).nullable().describe('Why something that fires was not sent yet.'),
});
export type AlertStanding = z.infer<typeof alertStandingSchema>;

export const alertStatusSchema = z
  .object({
    alert: alertSchema,
    phase: alertPhase.describe('The worst of its standings.'),
    standings: z.array(alertStandingSchema),
    snoozedUntil: isoTime.nullable(),
    undelivered: z.number().int().describe('Messages that wait to be sent again.'),
  })
  .meta({ id: 'AlertStatus' });
export type AlertStatus = z.infer<typeof alertStatusSchema>;

/** One message, as the history of alerts has it. */
export const alertMessageSchema = z
  .object({
    id: z.string(),
    alertId: z.string(),
    name: z.string(),
    at: isoTime,
    event: alertEvent,
    words: z.string(),
    deliveries: z.array(
      z.object({
        channel: z.enum(['desktop', 'webhook']),
        state: z.enum(['waiting', 'sent', 'failed']),
        tries: z.number().int(),
        at: isoTime.nullable().describe('When it was sent, or is tried next.'),
        problem: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'AlertMessage' });
export type AlertMessage = z.infer<typeof alertMessageSchema>;
