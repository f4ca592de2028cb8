import { IconTag } from '@tabler/icons-react';
import classes from './DemoTag.module.css';

/** Marks a source of the demo workspace. */
export function DemoTag() {
  return (
    <span className={classes['tag']} title="From the demo server inside Freshet; no call leaves this computer">
      <IconTag size={12} stroke={2} aria-hidden />
      Demo
    </span>
  );
}
