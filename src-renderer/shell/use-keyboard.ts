import { useEffect } from 'react';
import { useFreshet } from '../bridge/store.ts';
import { refreshAll } from '../ui/actions.ts';
import { nav } from './nav.ts';
import { setHelp, showForcePrice, useOverlays } from './overlays.ts';
import { go } from './route.ts';

const SEQUENCE_MS = 1_200;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
}

function goByKey(key: string): boolean {
  const entry = nav.find((known) => known.key === key);
  if (entry !== undefined) go(entry.route);
  else if (key === 'n') go({ screen: 'add-source' });
  return entry !== undefined || key === 'n';
}

function focusFilter(): boolean {
  const filter = document.querySelector<HTMLInputElement>('[data-filter]');
  filter?.focus();
  return filter !== null;
}

/** The keys that work on every screen. */
export function useKeyboard(): void {
  useEffect(() => {
    let pressedG = -Infinity;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'r') {
        // Without a connection there is nothing to refresh, and loading the page again may help.
        if (useFreshet.getState().link !== 'open') return;
        event.preventDefault();
        if (event.repeat) return;
        if (event.shiftKey) showForcePrice();
        else void refreshAll('due');
        return;
      }
      if (event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      if (event.timeStamp - pressedG < SEQUENCE_MS && goByKey(event.key)) {
        pressedG = -Infinity;
        event.preventDefault();
      } else if (event.key === 'g') pressedG = event.timeStamp;
      else if (event.key === '?') setHelp(!useOverlays.getState().help);
      else if (event.key === '/' && focusFilter()) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
