import { create } from 'zustand';

export type Density = 'comfortable' | 'compact';

interface Prefs {
  density: Density;
  railCollapsed: boolean;
}

const DENSITY_KEY = 'freshet.density';
const RAIL_KEY = 'freshet.rail';

function showDensity(density: Density): void {
  document.documentElement.dataset['density'] = density;
}

const density: Density = localStorage.getItem(DENSITY_KEY) === 'compact' ? 'compact' : 'comfortable';
showDensity(density);

/** How this browser or window shows things; never sent anywhere. */
export const usePrefs = create<Prefs>()(() => ({ density, railCollapsed: localStorage.getItem(RAIL_KEY) === 'collapsed' }));

export function setDensity(next: Density): void {
  localStorage.setItem(DENSITY_KEY, next);
  showDensity(next);
  usePrefs.setState({ density: next });
}

export function toggleRail(): void {
  const railCollapsed = !usePrefs.getState().railCollapsed;
  localStorage.setItem(RAIL_KEY, railCollapsed ? 'collapsed' : 'open');
  usePrefs.setState({ railCollapsed });
}
