import type { ReactNode } from 'react';
import { hrefOf, type Route } from '../../shell/route.ts';
import classes from './gallery.module.css';

interface GalleryCardProps {
  route: Route;
  name: string;
  summary: string;
  /** Such as what it takes to sign in. */
  note?: string;
  icon?: ReactNode;
  testId: string;
}

/** One way to add a source, as a link that can be reached by the arrow keys too. */
export function GalleryCard({ route, name, summary, note, icon, testId }: GalleryCardProps) {
  return (
    <a className={classes['card']} href={hrefOf(route)} data-card data-testid={testId}>
      <span className={classes['name']}>
        {icon}
        {name}
      </span>
      <span className={classes['summary']}>{summary}</span>
      {note !== undefined && <span className={classes['note']}>{note}</span>}
    </a>
  );
}
