import { useCallback, useState } from 'react';

/** Which entries of a list are unfolded. */
export function useOpenSet(): { isOpen: (id: string) => boolean; toggle: (id: string) => void } {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const toggle = useCallback(
    (id: string) =>
      setIds((before) => {
        const next = new Set(before);
        if (!next.delete(id)) next.add(id);
        return next;
      }),
    [],
  );
  return { isOpen: (id) => ids.has(id), toggle };
}
