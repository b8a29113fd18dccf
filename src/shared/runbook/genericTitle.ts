/** Headings that stand below every problem and name none. */
const generic =
  /^[^\p{L}]*(?:symptom(?:s|e)?|signs?|indicators?|impact|detection|(?:likely |possible |common |potential |root )?causes?|diagnos\p{L}*|checks?|what to check|investigation|(?:immediate |quick |required |recommended )?(?:actions?|steps|fix(?:es)?|checks?)|solutions?|resolution|remediation|mitigation|procedure|verification|troubleshooting|symptômes|causes? possibles?|actions immédiates|síntomas|causas?|acciones inmediatas|ursachen?|maßnahmen|lösung|prüfung)[^\p{L}]*$/iu;

/** Whether a heading says what is in it (`Symptoms`, `Immediate actions`) and not what it is about. */
export function isGenericTitle(title: string): boolean {
  return generic.test(title);
}
