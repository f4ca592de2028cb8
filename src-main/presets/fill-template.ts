import type { Filling } from './values.ts';

/** A place in a text: {{name}}. */
const PLACE = /\{\{\s*([a-z][\w.]*)\s*\}\}/g;
const WHOLE = /^\s*\{\{\s*([a-z][\w.]*)\s*\}\}\s*$/;
const DEEPEST = 50;

export interface TemplateProblem {
  path: string;
  message: string;
}

interface Places {
  /** What each name stands for. */
  values: ReadonlyMap<string, Filling>;
  secrets: ReadonlySet<string>;
  /** What stands for SQL, in SQL only. */
  sql?: ReadonlyMap<string, string>;
  /** Whether a name that nobody knows is left as it is: the texts of dashboards have places of their own. */
  keepsUnknown: boolean;
}

type Kind = 'secret' | 'url' | 'expression' | 'sql' | 'text-only' | 'text';

const SECRET = /^auth\.(secret|clientSecret|refreshToken)$/;
const URLS = /(^|\.)(url|tokenUrl)$/;
const EXPRESSIONS =
  /^(list|idField|timeField)$|^(computed|enrichment\.requests\.\d+\.fields)\.|^paging\.cursor$|^push\.(messages|record|id|action|sequence|cursor|fetch\.record)$|^probe\.value$|^quota\.cost\.expression$|\.batch\.(list|idField)$|^batch\.idField$/;
const TEXTS = /(^|\.)(headers|query|parameters)\.[^.]+$|^(id|name|body)$/;

function kindOf(path: string, isDashboard: boolean): Kind {
  if (isDashboard) return /(^|\.)(sql|choicesSql)$/.test(path) ? 'sql' : 'text';
  if (SECRET.test(path)) return 'secret';
  if (URLS.test(path)) return 'url';
  if (EXPRESSIONS.test(path)) return 'expression';
  return TEXTS.test(path) ? 'text-only' : 'text';
}

/** A value within an address: what would begin another part of it is encoded, but slashes stay, as in owner/name. */
function inUrl(value: string, isStart: boolean): string {
  return isStart ? value.replace(/\/+$/, '') : encodeURIComponent(value.toWellFormed()).replace(/%(2F|2C|3A|40)/g, decodeURIComponent);
}

/** A value within the quotes of an expression; what would end them is written by its number. */
const inExpression = (value: string) =>
  value.replace(/["'`\\\p{Cc}]/gu, (char) => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`);

function written(value: string, kind: Kind, isStart: boolean): string {
  switch (kind) {
    case 'url':
      return inUrl(value, isStart);
    case 'expression':
      return inExpression(value);
    case 'sql':
      return value.replaceAll("'", "''");
    default:
      return value;
  }
}

/**
 * Fills the places of a template. A text that is one place takes the type of its value, where a text is not needed; it is
 * left out when there is no value. A sign-in without its secret becomes none. Secrets are put into secret fields only.
 */
export function fillTemplate(template: unknown, places: Places, isDashboard: boolean): { value: unknown; problems: TemplateProblem[] } {
  const problems: TemplateProblem[] = [];

  const valueOf = (name: string, path: string, kind: Kind): { known: boolean; value: Filling } => {
    if (!places.values.has(name)) {
      if (!places.keepsUnknown) problems.push({ path, message: `there is no parameter "${name}"` });
      return { known: false, value: undefined };
    }
    if (places.secrets.has(name) && kind !== 'secret') {
      problems.push({ path, message: `"${name}" is a secret and can stand in the secret of a sign-in only` });
      return { known: false, value: undefined };
    }
    return { known: true, value: places.values.get(name) };
  };

  const fillText = (text: string, path: string): unknown => {
    const kind = kindOf(path, isDashboard);
    const whole = WHOLE.exec(text)?.[1];
    if (whole !== undefined) {
      const { known, value } = valueOf(whole, path, kind);
      if (!known) return text;
      if (typeof value === 'string') return written(value, kind, true);
      return (kind === 'text' || typeof value === 'object') && value !== undefined
        ? value
        : value === undefined
          ? undefined
          : String(value);
    }
    return text.replace(PLACE, (place, name: string, at: number) => {
      const sql = kind === 'sql' ? places.sql?.get(name) : undefined;
      if (sql !== undefined) return sql;
      const { known, value } = valueOf(name, path, kind);
      if (!known) return place;
      if (typeof value === 'object') {
        problems.push({ path, message: `"${name}" comes from an environment variable and has to be the whole text` });
        return '';
      }
      return value === undefined ? '' : written(String(value), kind, at === 0);
    });
  };

  const fill = (value: unknown, path: string, depth: number): unknown => {
    if (depth > DEEPEST) {
      problems.push({ path, message: `is nested more than ${DEEPEST} deep` });
      return undefined;
    }
    if (typeof value === 'string') return fillText(value, path);
    const inner = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`);
    if (Array.isArray(value)) return value.map((each, index) => fill(each, inner(index), depth + 1)).filter((each) => each !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const filled = Object.entries(value).flatMap(([key, each]) => {
      const made = fill(each, inner(key), depth + 1);
      return made === undefined ? [] : [[key, made] as const];
    });
    const result: Record<string, unknown> = Object.fromEntries(filled);
    const lacksSecret = path === 'auth' && !isDashboard && 'secret' in value && !('secret' in result);
    return lacksSecret ? { kind: 'none' } : result;
  };

  return { value: fill(template, '', 0), problems };
}
