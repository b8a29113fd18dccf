import type { DiagnosisSubject } from '../subject.ts';
import { changeProbes } from './changeProbes.ts';
import { hostProbes } from './hostProbes.ts';
import type { Probe, Quote } from './probe.ts';
import { answerProbes, configurationProbes, folderProbes, reachProbes } from './serviceProbes.ts';
import { unitProbes } from './unitProbes.ts';

/** What is looked at by itself when an incident opens: quick, and nothing of it leaves the host. */
export function evidenceProbes(subject: DiagnosisSubject, quote: Quote): readonly Probe[] {
  return [
    ...(subject.unit === null ? [] : unitProbes(subject.unit, quote)),
    ...hostProbes,
    ...folderProbes(subject, quote),
    ...answerProbes(subject, quote),
    ...changeProbes(subject, quote),
  ];
}

/** Everything that Sitrep itself knows to look at: the evidence again, and what takes longer. */
export function diagnosisProbes(subject: DiagnosisSubject, quote: Quote): readonly Probe[] {
  return [
    ...evidenceProbes(subject, quote),
    ...(subject.unit === null ? [] : configurationProbes(subject.unit, quote)),
    ...reachProbes(subject, quote),
  ];
}
