/** As far as it decides how instructions are worded. */
export type Language = 'english' | 'german' | 'romance' | 'slavic' | 'nordic' | 'other';

const small: Readonly<Record<Exclude<Language, 'other'>, RegExp>> = {
  english: /\b(?:the|and|of|to|is|are|for|if|with|on|in|from|or|it|that|be|by|at|not)\b/giu,
  german:
    /(?<!\p{L})(?:der|das|und|ist|nicht|mit|für|von|bei|wenn|den|dem|zum|zur|auf|oder|het|een|en|van|met|voor|te|naar|niet)(?!\p{L})/giu,
  romance:
    /(?<!\p{L})(?:le|la|les|du|et|est|pour|avec|dans|une|par|sur|aux|el|los|las|y|para|con|una|del|por|que|se|em|um|uma|do|da|os|com|não|il|gli|di|per|della|și|sau|pentru|din|este|sunt|cu)(?!\p{L})/giu,
  slavic:
    /(?<!\p{L})(?:się|jest|są|nie|oraz|lub|dla|przez|czy|jeśli|jeżeli|po|do|na|w|z|i|ze|že|pro|při|nebo|podle|není|jsou|je|pri|pre|ili|za|ako)(?!\p{L})/giu,
  nordic:
    /(?<!\p{L})(?:och|att|är|som|på|för|till|av|med|inte|eller|og|at|er|til|ikke|hvis|ved|fra|vid|från|det)(?!\p{L})/giu,
};

/** So many characters tell the language as well as all of them. */
const enough = 12_000;

/** The family of languages that a document is written in, by its commonest small words. */
export function languageOf(whole: string): Language {
  const text = whole.slice(0, enough);
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  if (count(/[^\p{Script=Latin}\P{L}]/gu) > count(/\p{L}/gu) * 0.1) return 'other';
  const families = ['english', 'german', 'romance', 'slavic', 'nordic'] as const;
  return (
    families.map((family) => ({ family, times: count(small[family]) })).toSorted((a, b) => b.times - a.times)[0]
      ?.family ?? 'english'
  );
}
