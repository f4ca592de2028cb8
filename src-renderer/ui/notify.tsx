import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { explain } from '../bridge/explain.ts';
import classes from './notify.module.css';

const UNDO_MS = 10_000;
const SHOWN_MS = 6_000;

interface Offer {
  label: string;
  run: () => void;
}

interface Message {
  /** A later message with the same id takes the place of the earlier. */
  id?: string;
  title?: string;
  text: ReactNode;
  tone?: 'plain' | 'warning' | 'error';
  offer?: Offer;
  shownMs?: number;
}

let lastId = 0;
const colors = { plain: 'blue', warning: 'yellow', error: 'red' };

function Body({ id, text, offer }: { id: string; text: ReactNode; offer: Offer | undefined }) {
  return (
    <span className={classes['body']}>
      <span className={classes['text']}>{text}</span>
      {offer !== undefined && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            offer.run();
          }}
        >
          {offer.label}
        </Button>
      )}
    </span>
  );
}

export function notify({ id = `message-${++lastId}`, title, text, tone = 'plain', offer, shownMs = SHOWN_MS }: Message): void {
  notifications.hide(id);
  notifications.show({
    id,
    ...(title === undefined ? {} : { title }),
    message: <Body id={id} text={text} offer={offer} />,
    color: colors[tone],
    autoClose: shownMs,
    closeButtonProps: { 'aria-label': 'Close this message' },
  });
}

/** Says what was done, with ten seconds to take it back. */
export function notifyUndo(text: string, undo: () => Promise<unknown>): void {
  notify({ text, shownMs: UNDO_MS, offer: { label: 'Undo', run: () => void attempt(undo) } });
}

/** Runs an action and says why when it failed. Answers undefined then. */
export async function attempt<T>(action: () => Promise<T>): Promise<T | undefined> {
  try {
    return await action();
  } catch (error) {
    const { message, advice } = explain(error);
    notify({ title: message, text: advice, tone: 'error', shownMs: UNDO_MS });
    return undefined;
  }
}
