import { z } from 'zod';

const oneCharacter = z
  .string()
  .regex(/^[^\r\n]$/u, 'exactly one character, and no line break')
  .meta({ examples: [';'] });

/** How the body of an answer is written. Whatever it is, it becomes a JSON value before `list` is looked for in it. */
export const formatSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('json') }),
  z.strictObject({ kind: z.literal('ndjson') }).describe('One JSON value on each line; the body becomes the list of them.'),
  z
    .strictObject({
      kind: z.literal('csv'),
      delimiter: z
        .union([z.literal('auto'), oneCharacter])
        .default('auto')
        .describe('What stands between cells; "auto" finds out among comma, semicolon, tab and bar.'),
      header: z.boolean().default(true).describe('Whether the first row names the columns; otherwise they are column1, column2 and so on.'),
      quote: oneCharacter.default('"').describe('What stands around cells that hold a delimiter or a line break.'),
      numbers: z.boolean().default(true).describe('Whether cells that are plain numbers become numbers; otherwise all cells are text.'),
    })
    .describe('Delimited text; the body becomes the list of its rows.'),
  z
    .strictObject({ kind: z.literal('feed') })
    .describe('RSS, Atom or JSON Feed, by what the body is; it becomes what the channel says of itself, with its entries in "items".'),
]);
export type Format = z.infer<typeof formatSchema>;
export type FormatKind = Format['kind'];

/** The format as its kind stands for, with the usual values of its settings. */
export const formatOf = (kind: FormatKind): Format => formatSchema.parse({ kind });
