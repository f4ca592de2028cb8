import { IconAlertTriangle } from '@tabler/icons-react';
import classes from './preview.module.css';

interface PreviewFailureProps {
  message: string;
  advice: string;
}

export function PreviewFailure({ message, advice }: PreviewFailureProps) {
  return (
    <div className={classes['failure']} role="alert" data-testid="preview-failure">
      <p className={classes['failureTitle']}>
        <IconAlertTriangle size={16} stroke={1.8} aria-hidden />
        {message}
      </p>
      {advice !== '' && <p>{advice}</p>}
    </div>
  );
}
