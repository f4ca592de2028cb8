import type { ReactNode } from 'react';
import classes from './add-source.module.css';
import { BackToGallery } from './BackToGallery.tsx';

/** One way to add a source, with the way back to all of them. */
export function AddScreen({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <header className={classes['top']}>
        <BackToGallery />
        <h1 className={classes['title']}>{title}</h1>
      </header>
      {children}
    </section>
  );
}
