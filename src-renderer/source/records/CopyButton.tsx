import { ActionIcon } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { announce } from '../../ui/announce.ts';
import { notify } from '../../ui/notify.tsx';

const SHOWN_MS = 1_500;

interface CopyButtonProps {
  label: string;
  text: () => string;
}

export function CopyButton({ label, text }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setCopied(true);
      announce('Copied');
    } catch {
      notify({ title: 'Not copied', text: 'The browser does not let this page write to the clipboard.', tone: 'error' });
    }
  };
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <ActionIcon variant="subtle" color="gray" size="sm" aria-label={label} title={copied ? 'Copied' : label} onClick={() => void copy()}>
      <Icon size={14} stroke={1.6} aria-hidden />
    </ActionIcon>
  );
}
