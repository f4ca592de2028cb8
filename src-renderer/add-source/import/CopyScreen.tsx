import { Button } from '@mantine/core';
import { useFreshet } from '../../bridge/store.ts';
import { go } from '../../shell/route.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { AddScreen } from '../AddScreen.tsx';
import classes from '../add-source.module.css';
import { duplicate } from './duplicate.ts';
import copyClasses from './copy.module.css';

/** Chooses the source whose settings a new one begins with. */
export function CopyScreen() {
  const order = useFreshet((state) => state.order);
  const sources = useFreshet((state) => state.sources);
  return (
    <AddScreen title="Duplicate a source">
      <div className={classes['single']}>
        {order.length === 0 ? (
          <EmptyState
            title="There is no source yet"
            text="A source that is there can be duplicated, to ask for something else in the same way."
            action={
              <Button variant="default" onClick={() => go({ screen: 'add-source' })}>
                Other ways to add one
              </Button>
            }
          />
        ) : (
          <>
            <p className={classes['words']}>The form opens with its settings. A key has to be entered again.</p>
            <ul className={copyClasses['list']}>
              {order.map((id) => {
                const source = sources.get(id);
                return (
                  source !== undefined && (
                    <li key={id}>
                      <button type="button" className={copyClasses['choice']} onClick={() => duplicate(source)} data-testid={`copy-${id}`}>
                        <span className={copyClasses['name']}>{source.name}</span>
                        <span className={copyClasses['url']}>{source.config.url}</span>
                      </button>
                    </li>
                  )
                );
              })}
            </ul>
          </>
        )}
      </div>
    </AddScreen>
  );
}
