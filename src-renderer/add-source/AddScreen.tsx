import { Button } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './add-source.module.css';
import { BackToGallery } from './BackToGallery.tsx';

interface AddScreenProps {
  title: string;
  /** A step back that is shorter than the one to the gallery. */
  onBack?: { label: string; run: () => void };
  children: ReactNode;
}

/** One way to add a source, with the way back to all of them. */
export function AddScreen({ title, onBack, children }: AddScreenProps) {
  return (
    <section aria-label={title}>
      <header className={classes['top']}>
        <div className={classes['steps']}>
          <BackToGallery />
          {onBack !== undefined && (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconChevronLeft size={16} stroke={1.8} aria-hidden />}
              onClick={onBack.run}
              data-testid="step-back"
            >
              {onBack.label}
            </Button>
          )}
        </div>
        <h1 className={classes['title']}>{title}</h1>
      </header>
      {children}
    </section>
  );
}
