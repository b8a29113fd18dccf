import { Modal } from '@mantine/core';
import { Spotlight } from '@mantine/spotlight';
import { Failed } from '../ui/Failed.tsx';
import { usePaletteActions } from './usePaletteActions.tsx';

/** Finds hosts, services, incidents and screens, and starts actions, from anywhere; says when one could not start. */
export function Palette() {
  const { groups, failure, forget } = usePaletteActions();
  return (
    <>
      <Spotlight
        actions={groups.filter((group) => group.actions.length > 0)}
        shortcut={['mod + K']}
        nothingFound="Nothing of that name"
        highlightQuery
        scrollable
        limit={40}
        maxHeight={440}
        overlayProps={{ blur: 0, backgroundOpacity: 0.5 }}
        transitionProps={{ duration: 0 }}
        searchProps={{ placeholder: 'Host, service, action, incident or screen', 'aria-label': 'Find or do' }}
      />
      <Modal opened={failure !== null} onClose={forget} title="Not started">
        <Failed failure={failure} />
      </Modal>
    </>
  );
}
