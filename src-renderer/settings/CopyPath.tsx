import { ActionIcon, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import classes from './Settings.module.css';

/** A path, with a button that copies it. */
export function CopyPath({ path }: { path: string }) {
  return (
    <span className={classes['path']}>
      <code className={classes['text']}>{path}</code>
      <CopyButton value={path}>
        {({ copied, copy }) => (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={28}
            onClick={copy}
            aria-label={copied ? 'Copied' : `Copy ${path}`}
            title={copied ? 'Copied' : 'Copy'}
          >
            {copied ? <IconCheck size={16} stroke={1.8} aria-hidden /> : <IconCopy size={16} stroke={1.8} aria-hidden />}
          </ActionIcon>
        )}
      </CopyButton>
    </span>
  );
}
