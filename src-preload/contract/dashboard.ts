import { z } from 'zod';
import { panelSchema, parameterName, parameterValue, viewId } from './panel.ts';
import { isoTime } from './time.ts';

/** A choice at the top of a dashboard; its value is bound to the queries of its panels. */
export const parameterSchema = z.strictObject({
  name: parameterName,
  label: z.string().trim().min(1).max(200),
  kind: z.enum(['text', 'number', 'choice']),
  standard: parameterValue.default(null).describe('The value before anybody has chosen.'),
  choices: z
    .array(z.strictObject({ value: parameterValue, label: z.string().max(200).optional() }))
    .max(500)
    .default([]),
  choicesSql: z.string().max(10_000).optional().describe('One SELECT whose first column holds the choices, and whose second their labels.'),
});
export type DashboardParameter = z.infer<typeof parameterSchema>;

/** A stretch of time that ends now, or one between two moments. It is bound to queries as :from and :to, milliseconds since the epoch. */
export const timeRangeSchema = z.union([
  z.strictObject({
    lastSeconds: z
      .number()
      .int()
      .min(60)
      .max(10 * 366 * 86_400),
  }),
  z.strictObject({ from: isoTime, to: isoTime }),
  z.strictObject({ all: z.literal(true) }),
]);
export type TimeRange = z.infer<typeof timeRangeSchema>;

const dashboardFields = {
  title: z.string().trim().min(1).max(200),
  about: z.string().max(2000).default(''),
  range: timeRangeSchema.default({ lastSeconds: 86_400 }).describe('The time range when it is opened.'),
  parameters: z.array(parameterSchema).max(20).default([]),
  panels: z.array(panelSchema).max(200).default([]),
};

const distinctPanels = (dashboard: { panels: { id: string }[] }) =>
  new Set(dashboard.panels.map(({ id }) => id)).size === dashboard.panels.length;
const samePanel = { message: 'two panels have the same id', path: ['panels'] };

/** A dashboard, as it is stored, exported and imported. */
export const dashboardSchema = z
  .strictObject({ id: viewId, ...dashboardFields })
  .refine(distinctPanels, samePanel)
  .meta({ id: 'Dashboard' });
export type Dashboard = z.infer<typeof dashboardSchema>;

/** A dashboard to be made; the id may be left out and is then made from the title. */
export const dashboardDraftSchema = z
  .strictObject({ id: viewId.optional(), ...dashboardFields })
  .refine(distinctPanels, samePanel)
  .meta({ id: 'DashboardDraft' });
export type DashboardDraft = z.infer<typeof dashboardDraftSchema>;

/** A dashboard among others. */
export const dashboardSummarySchema = z.object({
  id: viewId,
  title: z.string(),
  about: z.string(),
  panels: z.number().int(),
  sources: z.array(z.string()),
  version: z.number().int().describe('Rises with every change.'),
  changedAt: isoTime,
});
export type DashboardSummary = z.infer<typeof dashboardSummarySchema>;
