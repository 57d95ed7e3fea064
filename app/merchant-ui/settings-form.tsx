import { Form, useNavigation } from "@remix-run/react";
import { useRef, type ReactNode } from "react";
import { useAdminFrame } from "./admin-frame.tsx";
import { useSaveBar } from "./save-bar.tsx";

export interface SettingsFormProps {
  isDirty: boolean;
  /** Puts every input back to what was last saved. */
  onDiscard: () => void;
  /** The version the inputs were read from: whoever saved meanwhile wins, and this save is told so. */
  version: number;
  intent?: string;
  /** What is sent. Polaris inputs are controlled, so values travel here and not in the inputs. */
  fields: Record<string, string>;
  children: ReactNode;
}

/** A form of settings: one save bar, and nobody leaves with unsaved changes unasked. */
export function SettingsForm(props: SettingsFormProps) {
  const { csrf } = useAdminFrame();
  const form = useRef<HTMLFormElement>(null);
  const navigation = useNavigation();
  const intent = props.intent ?? "save";
  const isSaving = navigation.state !== "idle" && navigation.formData?.get("intent") === intent;
  const bar = useSaveBar({
    isDirty: props.isDirty,
    isSaving,
    onSave: () => form.current?.requestSubmit(),
    onDiscard: props.onDiscard,
  });
  const hidden = { ...props.fields, csrf, version: String(props.version), intent };
  return (
    <Form method="post" ref={form}>
      {bar}
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {props.children}
      {/* Enter in a text field saves, as in any form. */}
      <button type="submit" hidden disabled={!props.isDirty} tabIndex={-1} aria-hidden="true" />
    </Form>
  );
}
