import type { PreflightItem } from '#shared/run/run.ts';
import { readUnit, type UnitState, unitText } from '#shared/run/readUnit.ts';
import { RequestError } from '#shared/rpc/errors.ts';
import { quote } from '../../ssh/channel/quote.ts';
import { unitProperties } from '../evidence.ts';
import { lastLine, type Remote } from '../remote.ts';
import { fine, refusal, type RemedyOrder } from './remedy.ts';

const unitName = /^[A-Za-z0-9:_.\\@-]{1,255}$/;

/** The unit that an order names. Throws `RequestError` INVALID for none, or for what is no name of a unit. */
export function unitOf({ options }: Pick<RemedyOrder, 'options'>): string {
  const unit = options['unit'] ?? '';
  if (unitName.test(unit) && !unit.startsWith('-')) return unit;
  const what = unit === '' ? 'The remedy names no unit' : `"${unit}" is no name of a unit`;
  throw new RequestError('INVALID', what, 'Set unit= in the runbook, or the variable that it uses.');
}

export type SeenUnit =
  | { readonly kind: 'seen'; readonly state: UnitState }
  | { readonly kind: 'refused'; readonly items: readonly PreflightItem[] };

/** The state of a unit on the host, or why a remedy for it cannot work there. */
export async function seeUnit(unit: string, systemctl: string, remote: Remote): Promise<SeenUnit> {
  if (/@(?:\.service)?$/.test(unit))
    return {
      kind: 'refused',
      items: [refusal(`${unit} is a template: name one of its units, such as ${unit.replace('@', '@1')}`)],
    };
  const answer = await remote.ask(`${systemctl} show --no-pager -p ${unitProperties} -- ${quote(unit)}`);
  const state = readUnit(unit, answer.stdout);
  const refused = (text: string): SeenUnit => ({ kind: 'refused', items: [refusal(text)] });
  if (answer.code === 127) return refused(`${remote.hostName} has no systemd`);
  if (state === null) return refused(`systemctl says nothing of ${unit}: ${lastLine(answer) || 'no answer'}`);
  if (state.load === 'not-found')
    return refused(`There is no ${systemctl === 'systemctl' ? '' : "user's "}unit ${unit} on ${remote.hostName}`);
  return { kind: 'seen', state };
}

export const stateItem = (state: UnitState): PreflightItem =>
  fine(`Unit ${state.unit} is ${unitText(state)}${state.unitFile === '' ? '' : `, ${state.unitFile}`}`);
