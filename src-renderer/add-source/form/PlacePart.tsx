import { TagsInput } from '@mantine/core';
import { countWords } from '../../ui/format.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { Fold } from './Fold.tsx';
import type { PartProps } from './part.ts';
import { useProblem, useProblemsUnder } from './problems.ts';

const PRIVATE = [
  ['usual', 'As Freshet was started'],
  ['yes', 'May be called'],
  ['no', 'Are refused'],
] as const;

const SUMMARY = { usual: '', yes: 'private addresses too', no: 'public addresses only' };

/** Where the calls of a source may go, redirects included. */
export function PlacePart({ draft, set, disabled }: PartProps) {
  const { place } = draft;
  const isWrong = useProblemsUnder(['allowedHosts']) > 0;
  const problem = useProblem('allowedHosts') ?? (isWrong ? 'Write each as api.example.com or *.example.com' : undefined);
  const change = (part: Partial<typeof place>) => set({ place: { ...place, ...part } });
  const hosts = place.allowedHosts.length === 0 ? 'Its own hosts' : `Its own and ${countWords(place.allowedHosts.length, 'other host')}`;
  return (
    <Fold
      title="Where it may go"
      summary={[hosts, SUMMARY[place.allowPrivate]].filter((words) => words !== '').join(' · ')}
      paths={['allowedHosts', 'allowPrivate']}
    >
      <TagsInput
        label="Further hosts"
        description="Redirects lead to the hosts of the addresses above and to these, and nowhere else. Enter adds one."
        placeholder={place.allowedHosts.length === 0 ? 'cdn.example.com or *.example.com' : undefined}
        value={place.allowedHosts}
        error={problem}
        disabled={disabled}
        clearable
        onChange={(allowedHosts) => change({ allowedHosts })}
        data-testid="field-allowedHosts"
      />
      <ChoiceField
        path="allowPrivate"
        label="Addresses of this computer and private networks"
        description="Usually refused where Freshet is served, so that no address that somebody gives you can reach what only this computer can."
        value={place.allowPrivate}
        choices={PRIVATE}
        disabled={disabled}
        onChange={(allowPrivate) => change({ allowPrivate })}
      />
    </Fold>
  );
}
