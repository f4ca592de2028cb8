import { alertDraftSchema, weekdays } from '../../src-preload/contract/index.ts';
import type { Alert, AlertCondition, AlertDraft, FreshnessState, Hours, ParameterValues } from '../../src-preload/contract/index.ts';
import type { HoursDraft, NumberText, Pair, SecretDraft } from '../add-source/draft.ts';
import type { Problem } from '../bridge/explain.ts';
import type { AlertOn } from '../shell/route.ts';

type Take = Extract<Alert['subject'], { kind: 'panel' }>['take'];

/** An alert as the form holds it. What is not in use is kept, so that changing one's mind loses nothing. */
export interface AlertForm {
  /** Empty: it gets the one that is suggested. */
  name: string;
  enabled: boolean;
  kind: Alert['subject']['kind'];
  dashboardId: string;
  panelId: string;
  parameters: ParameterValues;
  /** Empty: the first that holds numbers. */
  column: string;
  take: Take;
  /** Empty: every source. */
  sourceId: string;
  is: AlertCondition['is'];
  value: NumberText;
  /** For equal and not equal, which compare texts too. */
  text: string;
  from: NumberText;
  to: NumberText;
  ageSeconds: NumberText;
  states: FreshnessState[];
  forSeconds: NumberText;
  readings: NumberText;
  resend: boolean;
  resendSeconds: NumberText;
  mostResends: NumberText;
  tellResolved: boolean;
  quiet: HoursDraft;
  staleData: Alert['staleData'];
  desktop: boolean;
  sound: boolean;
  webhook: boolean;
  url: string;
  headers: Pair[];
  secret: SecretDraft;
}

const HOUR_S = 3_600;

/** Conditions on the age or the state of data: the only ones that a source can have. */
export const OF_AGE: ReadonlySet<AlertCondition['is']> = new Set(['older-than', 'in-state']);

const noQuiet = (): HoursDraft => ({ on: false, days: [...weekdays], from: '22:00', to: '07:00', timeZone: '' });

/** A new alert on something, or on a panel that is still to be chosen. */
export function newForm(on: AlertOn | undefined, parameters: ParameterValues): AlertForm {
  const isSource = on?.kind === 'source';
  return {
    name: '',
    enabled: true,
    kind: isSource ? 'source' : 'panel',
    dashboardId: on?.kind === 'panel' ? on.dashboardId : '',
    panelId: on?.kind === 'panel' ? on.panelId : '',
    parameters,
    column: '',
    take: 'first',
    sourceId: isSource ? on.sourceId : '',
    is: isSource ? 'in-state' : 'above',
    value: '',
    text: '',
    from: '',
    to: '',
    ageSeconds: HOUR_S,
    states: ['error', 'sign-in'],
    forSeconds: 0,
    readings: 1,
    resend: false,
    resendSeconds: HOUR_S,
    mostResends: 3,
    tellResolved: true,
    quiet: noQuiet(),
    staleData: 'say',
    desktop: true,
    sound: false,
    webhook: false,
    url: '',
    headers: [],
    secret: { from: 'typed', secret: '', env: '' },
  };
}

function conditionForm(condition: AlertCondition): Partial<AlertForm> {
  const { is } = condition;
  switch (is) {
    case 'inside':
    case 'outside':
      return { is, from: condition.from, to: condition.to };
    case 'equal':
    case 'not-equal':
      return { is, text: String(condition.value) };
    case 'older-than':
      return { is, ageSeconds: condition.seconds };
    case 'in-state':
      return { is, states: [...condition.states] };
    default:
      return { is, value: condition.value };
  }
}

function subjectForm(subject: Alert['subject']): Partial<AlertForm> {
  if (subject.kind === 'source') return { kind: 'source', sourceId: subject.sourceId ?? '' };
  const { dashboardId, panelId, parameters, column = '', take } = subject;
  return { kind: 'panel', dashboardId, panelId, parameters, column, take };
}

function secretForm(secret: NonNullable<Alert['deliver']['webhook']>['secret']): SecretDraft {
  if (typeof secret !== 'object') return { from: 'typed', secret: '', env: '' };
  return 'env' in secret ? { from: 'env', secret: '', env: secret.env } : { from: 'stored', secret: '', env: '' };
}

const quietForm = ({ days, from, to, timeZone = '' }: Hours): HoursDraft => ({ on: true, days, from, to, timeZone });

/** An alert that is there, to be changed. */
export function formOf(alert: Alert): AlertForm {
  const { name, enabled, forSeconds, readings, resendSeconds, mostResends, tellResolved, staleData } = alert;
  const { desktop, sound, webhook } = alert.deliver;
  const empty = newForm(undefined, {});
  return {
    ...empty,
    ...subjectForm(alert.subject),
    ...conditionForm(alert.condition),
    ...{ name, enabled, forSeconds, readings, mostResends, tellResolved, staleData, desktop, sound },
    resend: resendSeconds !== null,
    resendSeconds: resendSeconds ?? HOUR_S,
    quiet: alert.quiet === null ? empty.quiet : quietForm(alert.quiet),
    webhook: webhook !== undefined,
    url: webhook?.url ?? '',
    headers: Object.entries(webhook?.headers ?? {}).map(([header, value]) => ({ name: header, value })),
    secret: secretForm(webhook?.secret),
  };
}

/** What was typed to compare with: a number where it is one. */
const comparable = (text: string) => (text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text));
const orNothing = (value: NumberText) => (value === '' ? undefined : value);

function conditionInput(form: AlertForm): object {
  const { is } = form;
  switch (is) {
    case 'inside':
    case 'outside':
      return { is, from: orNothing(form.from), to: orNothing(form.to) };
    case 'equal':
    case 'not-equal':
      return { is, value: comparable(form.text) };
    case 'older-than':
      return { is, seconds: orNothing(form.ageSeconds) };
    case 'in-state':
      return { is, states: form.states };
    default:
      return { is, value: orNothing(form.value) };
  }
}

function subjectInput(form: AlertForm): object {
  const { kind, dashboardId, panelId, parameters, column, take, sourceId } = form;
  if (kind === 'source') return { kind, sourceId: sourceId === '' ? null : sourceId };
  return { kind, dashboardId, panelId, parameters, take, ...(column === '' ? {} : { column }) };
}

function secretInput({ from, secret, env }: SecretDraft): object {
  if (from === 'stored') return { secret: { stored: true } };
  if (from === 'env') return env.trim() === '' ? {} : { secret: { env: env.trim() } };
  return secret === '' ? {} : { secret };
}

function deliverInput({ desktop, sound, webhook, url, headers, secret }: AlertForm): object {
  const named = headers.filter(({ name }) => name.trim() !== '').map(({ name, value }) => [name.trim(), value]);
  return {
    desktop,
    sound,
    ...(webhook ? { webhook: { url: url.trim(), headers: Object.fromEntries(named) as object, ...secretInput(secret) } } : {}),
  };
}

function quietInput({ on, days, from, to, timeZone }: HoursDraft): object | null {
  return on ? { days, from, to, ...(timeZone.trim() === '' ? {} : { timeZone: timeZone.trim() }) } : null;
}

/** What is said of a value that is missing or of another kind, in words of the form. */
function problemWords(path: string, message: string): string {
  if (path === 'subject.dashboardId') return 'Choose a dashboard.';
  if (path === 'subject.panelId') return 'Choose a panel.';
  if (path === 'condition.states') return 'Choose at least one state.';
  return /received undefined/.test(message) ? 'Enter a number.' : message;
}

/** The alert that a form stands for, or what is wrong with it. `suggested`: the name where none was typed. Pure. */
export function readForm(form: AlertForm, suggested: string): { draft: AlertDraft } | { problems: Problem[] } {
  const { name, enabled, forSeconds, readings, resend, resendSeconds, mostResends, tellResolved, staleData } = form;
  const read = alertDraftSchema.safeParse({
    name: name.trim() === '' ? suggested : name,
    enabled,
    subject: subjectInput(form),
    condition: conditionInput(form),
    forSeconds: forSeconds === '' ? 0 : forSeconds,
    readings: readings === '' ? 1 : readings,
    resendSeconds: resend ? orNothing(resendSeconds) : null,
    mostResends: orNothing(mostResends),
    tellResolved,
    quiet: quietInput(form.quiet),
    staleData,
    deliver: deliverInput(form),
  });
  if (read.success) return { draft: read.data };
  const problems = read.error.issues.map(({ path, message }) => {
    const at = path.join('.');
    return { path: at, message: problemWords(at, message) };
  });
  return { problems };
}
