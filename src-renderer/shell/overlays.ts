import { create } from 'zustand';

interface Overlays {
  /** The menu beside Refresh all; `force`: opened to show the price of forcing. */
  refreshMenu: 'closed' | 'open' | 'force';
  help: boolean;
}

/** What floats above the screens, opened by keyboard, palette or pointer alike. */
export const useOverlays = create<Overlays>()(() => ({ refreshMenu: 'closed', help: false }));

export function showForcePrice(): void {
  useOverlays.setState({ refreshMenu: 'force' });
}

export function setRefreshMenu(open: boolean): void {
  useOverlays.setState({ refreshMenu: open ? 'open' : 'closed' });
}

export function setHelp(help: boolean): void {
  useOverlays.setState({ help });
}
