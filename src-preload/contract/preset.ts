import { z } from 'zod';
import { dashboardDraftSchema } from './dashboard.ts';
import { isHttpUrl } from './http-fields.ts';
import { sourceDraftSchema } from './source.ts';

/** Ids of presets are used in addresses and as names of files. */
export const presetId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'use lower-case letters, digits and hyphens, at most 63')
  .meta({ examples: ['usgs-earthquakes'] });

const parameterName = z.string().regex(/^[a-z][a-zA-Z0-9]{0,62}$/, 'use letters and digits, a small letter first');
const words = (most: number) => z.string().trim().max(most);
const link = z.string().max(2000).refine(isHttpUrl, 'not a URL; write it in full, for example https://example.com/docs');

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** What somebody fills in when a preset is used. */
export const presetParameterSchema = z
  .strictObject({
    name: parameterName.describe('Written {{name}} where its value belongs.'),
    label: words(200).min(1),
    kind: z
      .enum(['text', 'number', 'choice', 'secret', 'boolean'])
      .default('text')
      .describe('A secret goes into the secret fields of a sign-in and nowhere else.'),
    standard: z
      .union([z.string().max(10_000), z.number(), z.boolean()])
      .optional()
      .describe('The value before anybody has entered one.'),
    choices: z
      .array(z.strictObject({ value: z.string().max(1000), label: words(200).optional() }))
      .max(200)
      .default([]),
    pattern: z
      .string()
      .max(1000)
      .refine(isPattern, 'not a regular expression')
      .optional()
      .describe('A regular expression that a whole value has to match; of several values, each.'),
    min: z.number().optional(),
    max: z.number().optional(),
    many: z.boolean().default(false).describe('Several values, separated by commas or line breaks.'),
    example: words(1000).default('').describe('Shown in the empty field.'),
    help: words(2000).default(''),
    required: z.boolean().default(true),
  })
  .superRefine(({ kind, choices, standard, many }, context) => {
    const say = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (kind === 'choice' && choices.length === 0) say('choices', 'a choice needs choices');
    if (kind === 'secret' && standard !== undefined) say('standard', 'a secret has no standard value: presets are handed around');
    if (many && kind !== 'text' && kind !== 'secret') say('many', 'only texts and secrets can be several');
    if (kind === 'number' && standard !== undefined && typeof standard !== 'number')
      say('standard', 'the standard of a number is a number');
    if (kind === 'boolean' && standard !== undefined && typeof standard !== 'boolean') say('standard', 'is true or false');
    if (kind === 'choice' && standard !== undefined && !choices.some(({ value }) => value === standard))
      say('standard', 'is none of the choices');
  });
export type PresetParameter = z.infer<typeof presetParameterSchema>;

const template = z.record(z.string(), z.unknown());

/** One source of a preset, or one for each of several values. */
export const sourceTemplateSchema = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,62}$/, 'use lower-case letters, digits and underscores, a letter first')
    .default('main')
    .describe('What dashboards call it: {{source.main}} stands for the id that it gets.'),
  repeat: z
    .array(parameterName)
    .max(5)
    .default([])
    .describe('Parameters with several values: one source for each of them. Those of several parameters go together in their order.'),
  source: template.describe('A source as in the config file, with {{name}} where the value of a parameter belongs.'),
});

const byWords = (preset: { parameters: { name: string; many: boolean }[]; sources: { key: string; repeat: string[] }[] }) => {
  const problems: { path: (string | number)[]; message: string }[] = [];
  const twice = (values: readonly string[]) => values.findIndex((value, index) => values.indexOf(value) !== index);
  const parameter = twice(preset.parameters.map(({ name }) => name));
  if (parameter >= 0) problems.push({ path: ['parameters', parameter, 'name'], message: 'another parameter has this name' });
  const source = twice(preset.sources.map(({ key }) => key));
  if (source >= 0) problems.push({ path: ['sources', source, 'key'], message: 'another source has this key' });
  preset.sources.forEach(({ repeat }, index) =>
    repeat.forEach((name, at) => {
      const found = preset.parameters.find((each) => each.name === name);
      const path = ['sources', index, 'repeat', at];
      if (found === undefined) problems.push({ path, message: `there is no parameter "${name}"` });
      else if (!found.many) problems.push({ path, message: `the parameter "${name}" is not one of several values ("many")` });
    }),
  );
  return problems;
};

/** A ready-made way to add sources of one service: data, which anybody can write and hand on. */
export const sourcePresetSchema = z
  .strictObject({
    $schema: z.string().optional(),
    id: presetId,
    name: words(100).min(1),
    summary: words(300).min(1).describe('What it brings, in one sentence.'),
    category: words(60).min(1).default('Other'),
    keywords: z.array(words(60)).max(50).default([]),
    documentation: link.describe('The documentation of the service that it follows.'),
    auth: z
      .strictObject({
        kind: z.enum(['none', 'optional-key', 'key', 'oauth']),
        words: words(1000).default('').describe('What kind of key, and how one gets it.'),
        url: link.optional().describe('Where one gets it.'),
      })
      .default({ kind: 'none', words: '' }),
    limits: words(500).default('').describe('What the service says of its quota.'),
    verified: words(500).default('').describe('How it was shown to work.'),
    parameters: z.array(presetParameterSchema).max(50).default([]),
    sources: z.array(sourceTemplateSchema).min(1).max(50),
    dashboards: z.array(template).max(20).default([]).describe('Finished dashboards; {{source.main}} stands for the id of a source.'),
  })
  .superRefine((preset, context) => {
    for (const { path, message } of byWords(preset)) context.addIssue({ code: 'custom', path, message });
  })
  .meta({ id: 'SourcePreset' });
export type SourcePreset = z.infer<typeof sourcePresetSchema>;
export type SourcePresetInput = z.input<typeof sourcePresetSchema>;

/** What was entered for a parameter; a secret may come from an environment variable. */
export const presetValueSchema = z.union([
  z.string().max(100_000),
  z.number(),
  z.boolean(),
  z.strictObject({ env: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'not the name of an environment variable') }),
]);
export const presetValuesSchema = z.record(z.string().max(63), presetValueSchema).default({});
export type PresetValues = z.infer<typeof presetValuesSchema>;

/** What a preset gives with some values. With problems, the lists hold what could be made nevertheless. */
export const filledPresetSchema = z.object({
  sources: z.array(sourceDraftSchema),
  dashboards: z.array(dashboardDraftSchema),
  problems: z.array(z.object({ path: z.string().describe('values.<parameter>, sources.0.url, dashboards.0.title'), message: z.string() })),
});
export type FilledPreset = z.infer<typeof filledPresetSchema>;

/** What an OpenAPI document offers: each operation as a preset that can be filled in. */
export const openApiReadingSchema = z.object({
  title: z.string(),
  version: z.string(),
  operations: z.array(sourcePresetSchema),
  notes: z.array(z.string()).describe('What could not be taken over.'),
});
export type OpenApiReading = z.infer<typeof openApiReadingSchema>;
