import type { Db } from './database.ts';

/** What the database file takes on the disk, bytes. `free`: of that, pages that hold nothing at present. */
export interface Space {
  bytes: number;
  free: number;
}

/** How large the file is, and giving back what it no longer needs. */
export function spaceOf(db: Db) {
  const number = (pragma: string) => Number(db.pragma(pragma, { simple: true }));
  const pageBytes = number('page_size');
  /** Databases of earlier versions cannot be made smaller in steps; their free pages are used again. */
  const canShrink = number('auto_vacuum') === 2;
  return {
    canShrink,
    show: (): Space => ({ bytes: number('page_count') * pageBytes, free: number('freelist_count') * pageBytes }),
    /** Gives back at most so many free pages; gives how long that took, milliseconds. */
    release(pages: number): number {
      const began = performance.now();
      db.pragma(`incremental_vacuum(${Math.max(1, Math.round(pages))})`);
      return performance.now() - began;
    },
  };
}
