import { IconChevronLeft } from '@tabler/icons-react';
import { hrefOf } from '../shell/route.ts';
import classes from './add-source.module.css';

/** The way back to all ways of adding a source. */
export function BackToGallery() {
  return (
    <a className={classes['back']} href={hrefOf({ screen: 'add-source' })} data-testid="back-to-gallery">
      <IconChevronLeft size={16} stroke={1.8} aria-hidden />
      Add source
    </a>
  );
}
