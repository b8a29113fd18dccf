import { MantineProvider } from '@mantine/core';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { useDeskStore } from '../state/useDesk.ts';
import { cssVariables, theme } from '../ui/theme.ts';
import { Desk } from './Desk.tsx';
import { themeManager } from './themeManager.ts';
import { Waiting } from './Waiting.tsx';

const routing = { hook: useHashLocation };

/** The window: waits for the core, then shows the desk. Addresses are in the hash, so that app:// works too. */
export function App({ nonce }: { readonly nonce: string }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={themeManager}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
      deduplicateCssVariables={false}
    >
      <Router {...routing}>
        <DeskOrWaiting />
      </Router>
    </MantineProvider>
  );
}

function DeskOrWaiting() {
  const hasSnapshot = useDeskStore((store) => store.snapshot !== null);
  return hasSnapshot ? <Desk /> : <Waiting />;
}
