import { useEffect, useRef, useState } from "react";
import type { SettingsAnswer } from "#app/merchants/settings-answer.ts";
import type { PlainMerchantMessageId } from "#app/messages/merchant-message.ts";
import { useWords } from "./words.tsx";

/** What is wrong with which field. A field is never red before somebody left it or the server refused it. */
export interface FieldProblems<Field extends string> {
  /** For Polaris: false when there is nothing to say. */
  of: (field: Field) => string | false;
  /** Somebody has left the field. */
  left: (field: Field) => void;
  /** Somebody has changed it: what the server said of it counts no more. */
  changed: (field: Field) => void;
}

/** `live` is what a check of the typed values finds now. */
export function useFieldProblems<Field extends string>(
  live: Partial<Record<Field, PlainMerchantMessageId>>,
  answer: SettingsAnswer<Field, PlainMerchantMessageId> | null,
): FieldProblems<Field> {
  const { say } = useWords();
  const afterPress = useAfterPress();
  const [left, setLeft] = useState<ReadonlySet<Field>>(new Set());
  const [changed, setChanged] = useState<{ since: typeof answer; fields: ReadonlySet<Field> }>({
    since: answer,
    fields: new Set(),
  });
  const fields: ReadonlySet<Field> = changed.since === answer ? changed.fields : new Set<Field>();
  const problemOf = (field: Field): PlainMerchantMessageId | undefined => {
    if (answer?.kind !== "refused") return left.has(field) ? live[field] : undefined;
    return fields.has(field) ? live[field] : (answer.problems[field] ?? live[field]);
  };
  return {
    of: (field) => {
      const problem = problemOf(field);
      return problem === undefined ? false : say(problem);
    },
    left: (field) => afterPress(() => setLeft((before) => new Set([...before, field]))),
    changed: (field) => setChanged({ since: answer, fields: new Set([...fields, field]) }),
  };
}

/**
 * Does something after the press that is going on, or at once. A field is left by pressing something else: a message that
 * then pushes the page down between press and release would make that press miss what it was meant for.
 */
function useAfterPress(): (act: () => void) => void {
  const isPressed = useRef(false);
  useEffect(() => {
    const ends = ["pointerup", "pointercancel"] as const;
    const press = () => {
      isPressed.current = true;
    };
    const release = () => {
      isPressed.current = false;
    };
    window.addEventListener("pointerdown", press, true);
    for (const end of ends) window.addEventListener(end, release, true);
    return () => {
      window.removeEventListener("pointerdown", press, true);
      for (const end of ends) window.removeEventListener(end, release, true);
    };
  }, []);
  return (act) => {
    if (!isPressed.current) {
      act();
      return;
    }
    const controller = new AbortController();
    const released = () => {
      controller.abort();
      // The click comes after the release.
      setTimeout(act, 0);
    };
    window.addEventListener("pointerup", released, { signal: controller.signal });
    window.addEventListener("pointercancel", released, { signal: controller.signal });
  };
}
