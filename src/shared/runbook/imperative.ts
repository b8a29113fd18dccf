/** Verbs that instructions to operators begin with. */
const verbs = new Set(
  `acknowledge access act activate add adjust advise agree alert allow allocate analyse analyze announce answer apply approve ask assemble
  assess assign attach attempt audit avoid back backup begin block brief bring build call cancel capture change check choose clean clear classify categorise categorize
  close collect communicate compare complete compile conduct confirm connect consider consult contact contain continue convene coordinate copy
  correlate create cross-check cut cut-over debug decide declare deploy detach determine detect develop diagnose disable discard disconnect
  discuss document don't download drain draft drop email enable engage enforce ensure enter escalate establish estimate evaluate evict examine
  execute expand export extract fail failover file fill find fix flag flush follow force gather generate get give go grant halt hand handle
  hold identify implement improve include increase inform initiate inspect install investigate invite invoke isolate issue join keep kill
  launch let limit list load locate lock log log-in look lower maintain make manage map mark measure message migrate mitigate monitor mount
  move mute name navigate nominate appoint note notify observe obtain open optimize order organize page patch pause perform pin ping plan post power prepare
  preserve press prevent prioritise prioritize proceed produce promote provide provision publish pull purge push put quarantine query
  quantify re-run read reboot rebuild recall recheck reclaim record recover redeploy redirect reduce refer refresh reindex reinstall release
  reload remediate remember remove rename renew repair repeat replace replay replicate reply report reproduce request rerun reset resize
  resolve respond restart restore restrict resume retain retire retrieve retry return reverse revert review revoke rollback roll rotate
  route run save scale scan schedule scope search secure see select send separate set setup share shift shut signal silence simulate skip
  solicit spin split stabilise stabilize stand start state stop store strengthen submit suspend switch sync tag take talk tell terminate
  test tighten toggle trace track transfer transition triage trigger troubleshoot try tune turn uncordon understand undo unlock unmount
  update upgrade upload use utilize validate verify view visit wait walk warm watch work write do enhance reassign rehearse celebrate
  thank reflect learn lessen automate`
    .split(/\s+/)
    .filter((verb) => verb !== ''),
);
const adverbs =
  /^(?:please|immediately|quickly|optionally|then|first|next|finally|now|manually|temporarily|carefully|also|always|and|only|safely)\b[\s,:]*/iu;
const openings =
  /^(?:if|when|once|after|before|as soon as|while|for each|in case|do not|don't|never|are|is|does|did|what|why|who|how|has|have|can|should|could|was|were|which|where)\b/iu;

/** Whether a text tells somebody to do, or to find out, something. */
export function isImperative(text: string): boolean {
  const plain = text.replace(/^[^\p{L}`$./]+/u, '').replace(/^(?:step\s*\d+|\d+[.)])\s*[:.–-]?\s*/iu, '');
  const spoken = plain.replace(adverbs, '');
  const first = /^[\p{L}'’-]+/u.exec(spoken)?.[0].toLowerCase().replace('’', "'") ?? '';
  return verbs.has(first) || openings.test(spoken);
}
