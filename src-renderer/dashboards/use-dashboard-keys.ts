import { useEffect, useRef } from 'react';

interface Keys {
  onLayout: () => void;
  onWall: () => void;
  onUndo: () => void;
  onAdd: () => void;
  onEscape: () => void;
}

function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
      target.closest('[role="dialog"], [role="menu"]') !== null)
  );
}

/** The keys of the dashboard on screen: e for the layout, f for the wallboard, a for a panel, Ctrl-Z to undo, Escape to be done. */
export function useDashboardKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    let pressedG = -Infinity;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || isElsewhere(event.target)) return;
      const { onLayout, onWall, onUndo, onAdd, onEscape } = latest.current;
      if ((event.ctrlKey || event.metaKey) && event.key === 'z' && !event.shiftKey) {
        event.preventDefault();
        onUndo();
        return;
      }
      if (event.ctrlKey || event.metaKey) return;
      // The second half of 'g a' goes elsewhere.
      const isSecond = event.timeStamp - pressedG < 1_200;
      pressedG = event.key === 'g' ? event.timeStamp : -Infinity;
      if (isSecond) return;
      if (event.key === 'e') onLayout();
      else if (event.key === 'f') onWall();
      else if (event.key === 'a') onAdd();
      else if (event.key === 'Escape') onEscape();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
