import { useEffect, useState } from 'react';
import type { LabProblem } from '#shared/lab/labFile.ts';

const pauseMs = 250;

/** The mistakes of a text as it is typed, a moment after the last key; the core looks again when it is saved. */
export function useLabProblems(text: string): readonly LabProblem[] {
  const [problems, setProblems] = useState<readonly LabProblem[]>([]);
  useEffect(() => {
    let isWanted = true;
    const look = async () => {
      const { parseLabText } = await import('#shared/lab/parseLabText.ts');
      if (isWanted) setProblems(parseLabText(text, 'lab.yaml').problems);
    };
    const timer = setTimeout(() => void look(), pauseMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [text]);
  return problems;
}
