import { Button } from '@mantine/core';
import { api } from '../../bridge/connection.ts';
import { go } from '../../shell/route.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { useLoaded } from '../../ui/use-loaded.ts';
import { AddScreen } from '../AddScreen.tsx';
import { PresetForm } from './PresetForm.tsx';

const loadPresets = () => api().presets.list();

/** Adding what a preset gives, by an address of its own. */
export function PresetScreen({ id }: { id: string }) {
  const [loaded, retry] = useLoaded(loadPresets);
  if (loaded.state === 'loading') return <Loading words="Loading the preset" />;
  if (loaded.state === 'failed') return <ErrorState error={loaded.error} onRetry={retry} />;
  const preset = loaded.data.items.find((each) => each.id === id);
  if (preset === undefined) {
    return (
      <AddScreen title="Add source">
        <EmptyState
          title="There is no such preset"
          text={`None of the ${loaded.data.items.length} presets is called '${id}'.`}
          action={
            <Button variant="default" onClick={() => go({ screen: 'add-source' })}>
              All presets
            </Button>
          }
        />
      </AddScreen>
    );
  }
  return (
    <AddScreen title={preset.name}>
      <PresetForm preset={preset} />
    </AddScreen>
  );
}
