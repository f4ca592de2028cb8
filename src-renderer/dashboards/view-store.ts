import { useMemo } from 'react';
import { create } from 'zustand';
import type { Dashboard, ParameterValue, ParameterValues, TimeRange } from '../../src-preload/contract/index.ts';
import type { Asked } from '../panel/results.ts';

interface View {
  range: TimeRange | null;
  parameters: ParameterValues;
  /** The moment as of which it is shown; null: now. */
  asOf: string | null;
}

/** What was chosen at the top of each dashboard since the page was opened; the dashboard itself stays as it is. */
const useViews = create<{ views: ReadonlyMap<string, View> }>()(() => ({ views: new Map() }));

const untouched: View = { range: null, parameters: {}, asOf: null };

function change(id: string, part: (view: View) => Partial<View>): void {
  useViews.setState(({ views }) => {
    const view = views.get(id) ?? untouched;
    return { views: new Map(views).set(id, { ...view, ...part(view) }) };
  });
}

export function chooseRange(id: string, range: TimeRange | null): void {
  change(id, () => ({ range }));
}

export function chooseAsOf(id: string, asOf: string | null): void {
  change(id, () => ({ asOf }));
}

export function chooseParameter(id: string, name: string, value: ParameterValue): void {
  change(id, ({ parameters }) => ({ parameters: { ...parameters, [name]: value } }));
}

/** The parameters that were chosen; those that were not are as the dashboard says. */
export const useChosen = (id: string): ParameterValues => (useViews((state) => state.views.get(id)) ?? untouched).parameters;

/** What the panels of a dashboard are asked with now; keeps its identity until something is chosen. */
export function useAsked(dashboard: Dashboard): Asked {
  const view = useViews((state) => state.views.get(dashboard.id)) ?? untouched;
  const { range, parameters } = dashboard;
  // Compared by content: a dashboard that is saved again is another object.
  const standard = JSON.stringify([range, parameters.map(({ name, standard: value }) => [name, value])]);
  return useMemo(() => {
    const [standardRange, standards] = JSON.parse(standard) as [TimeRange, [string, ParameterValue][]];
    const chosen = Object.fromEntries(
      standards.map(([name, value]) => [name, view.parameters[name] === undefined ? value : view.parameters[name]]),
    );
    return { range: view.range ?? standardRange, parameters: chosen, ...(view.asOf === null ? {} : { asOf: view.asOf }) };
  }, [standard, view]);
}
