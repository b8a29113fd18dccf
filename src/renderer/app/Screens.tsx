import { useEffect } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import { HostScreen } from '../hosts/HostScreen.tsx';
import { Hosts } from '../hosts/Hosts.tsx';
import { IncidentScreen } from '../incident/IncidentScreen.tsx';
import { Composer } from '../messages/Composer.tsx';
import { Messages } from '../messages/Messages.tsx';
import { NewDraft } from '../messages/NewDraft.tsx';
import { Notifications } from '../notifications/Notifications.tsx';
import { Overview } from '../overview/Overview.tsx';
import { Reports } from '../reports/Reports.tsx';
import { RunbookScreen } from '../runbooks/RunbookScreen.tsx';
import { Runbooks } from '../runbooks/Runbooks.tsx';
import { RunPanel } from '../runs/RunPanel.tsx';
import { RunScreen } from '../runs/RunScreen.tsx';
import { Settings } from '../settings/Settings.tsx';
import { AddHost } from '../setup/AddHost.tsx';
import { AddService } from '../setup/AddService.tsx';
import { FirstContact } from '../setup/FirstContact.tsx';
import { FirstScreen } from '../setup/FirstScreen.tsx';
import { paths } from '../state/paths.ts';
import { useSnapshot } from '../state/useDesk.ts';

/** Which screen stands at which address. */
export function Screens() {
  useScrollToTop();
  return (
    <Switch>
      <Route path="/">
        <OverviewOrFirst />
      </Route>
      <Route path="/setup/host">
        <AddHost />
      </Route>
      <Route path="/setup/host/:hostId">{({ hostId }) => <FirstContact key={hostId} hostId={hostId} />}</Route>
      <Route path="/setup/service/:hostId">{({ hostId }) => <AddService key={hostId} hostId={hostId} />}</Route>
      <Route path="/incidents/:id">{({ id }) => <IncidentScreen key={id} incidentId={id} />}</Route>
      <Route path="/incidents/:id/runs/:runId">
        {({ id, runId }) => (
          <IncidentScreen
            key={id}
            incidentId={id}
            run={<RunPanel key={runId} runId={runId} leave={paths.incident(id)} />}
          />
        )}
      </Route>
      <Route path="/incidents/:id/drafts">{({ id }) => <NewDraft key={id} incidentId={id} />}</Route>
      <Route path="/incidents/:id/drafts/:draftId">
        {({ id, draftId }) => <Composer key={draftId} incidentId={id} draftId={draftId} />}
      </Route>
      <Route path="/runs/:runId">{({ runId }) => <RunScreen key={runId} runId={runId} />}</Route>
      <Route path="/hosts">
        <Hosts />
      </Route>
      <Route path="/hosts/:hostId">{({ hostId }) => <HostScreen key={hostId} hostId={hostId} />}</Route>
      <Route path="/runbooks">
        <Runbooks />
      </Route>
      <Route path="/runbooks/:id">{({ id }) => <RunbookScreen key={id} id={id} />}</Route>
      <Route path="/messages">
        <Messages />
      </Route>
      <Route path="/reports">
        <Reports />
      </Route>
      <Route path="/notifications">
        <Notifications />
      </Route>
      <Route path="/settings">
        <Settings />
      </Route>
      <Route>
        <Redirect to="/" replace />
      </Route>
    </Switch>
  );
}

function OverviewOrFirst() {
  const isEmpty = useSnapshot(
    ({ lab, desk }) => lab.lab.hosts.length === 0 && Object.keys(desk.incidents).length === 0,
  );
  return isEmpty ? <FirstScreen /> : <Overview />;
}

function useScrollToTop(): void {
  const [location] = useLocation();
  useEffect(() => {
    if (location !== '') window.scrollTo(0, 0);
  }, [location]);
}
