import { useEffect, useRef, useState } from "react";
import type { SettingsAnswer } from "#app/merchants/settings-answer.ts";
import { useToast } from "./toast.tsx";

/**
 * One page of settings between opening and saving. The form works on what it was opened with: a newer version that arrives
 * meanwhile never takes away what somebody has typed. Render the form with `formKey`: it starts anew whenever that changes.
 */
export function useOpenedSettings<View extends { version: number }>(
  view: View,
  answer: SettingsAnswer<string, string> | null,
  savedText: string,
) {
  const toast = useToast();
  const [opened, setOpened] = useState(view);
  const [generation, setGeneration] = useState(0);
  const [seen, setSeen] = useState<typeof answer>(null);
  const celebrated = useRef<typeof answer>(null);
  const open = (fresh: View) => {
    setOpened(fresh);
    setGeneration((before) => before + 1);
    setSeen(answer);
  };
  useEffect(() => {
    // The answer arrives before what was saved does.
    const isNew = answer?.kind === "saved" && celebrated.current !== answer;
    if (!isNew || view.version === opened.version) return;
    celebrated.current = answer;
    open(view);
    toast(savedText);
  }, [answer, view]);
  return {
    opened,
    formKey: generation,
    /** What the form on the screen was answered; null once it was opened anew. */
    answer: answer === seen ? null : answer,
    discard: () => open(opened),
    /** Shows what somebody else saved, in place of what was typed. */
    reload: () => open(view),
  };
}
