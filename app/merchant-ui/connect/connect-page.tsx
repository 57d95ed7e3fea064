import { useRevalidator } from "@remix-run/react";
import { Banner, BlockStack, Box, Button, Text } from "@shopify/polaris";
import { useEffect, useState, type ReactNode } from "react";
import type { ConnectAnswer, ConnectionView, SetView } from "#app/merchants/connection-view.ts";
import { MerchantPage } from "../merchant-page.tsx";
import { useToast } from "../toast.tsx";
import { useWords } from "../words.tsx";
import { AccountCard, AccountEditor } from "./account-card.tsx";
import { SetCard } from "./set-card.tsx";
import { SetEditor } from "./set-editor.tsx";

type Mode = SetView["mode"];

/** What is open for changes: one thing at a time, so that the save bar has one meaning. `setId` null: another account. */
export type Editing = { what: "account" } | { what: "set"; mode: Mode; setId: string | null };

const MODES = ["live", "sandbox"] as const;

/** The shop's accounts at PagoEfectivo. `answer` is what its form was answered last. */
export function ConnectPage(props: {
  view: ConnectionView;
  answer: ConnectAnswer | null;
  editingAtFirst?: Editing;
}) {
  const { say } = useWords();
  const toast = useToast();
  const { view } = props;
  const [editing, setEditing] = useState<Editing | null>(props.editingAtFirst ?? null);
  // The version of what the form was opened with: after a conflict the page knows a newer one, the form does not.
  const [version, setVersion] = useState(view.version);
  // What an earlier form was answered says nothing about the one that is open now.
  const [earlier, setEarlier] = useState<ConnectAnswer | null>(null);
  const answer = props.answer === earlier ? null : props.answer;
  const open = (what: Editing) => {
    setVersion(view.version);
    setEarlier(props.answer);
    setEditing(what);
  };
  const close = () => setEditing(null);
  const saved = (what: "set" | "account" | "removed") => {
    close();
    toast(say(`connect.saved.${what}`));
  };
  useEffect(() => {
    if (answer?.kind === "saved") saved(answer.what);
  }, [answer]);
  const shared = { view, version, answer, editing, open, close, saved: () => saved("set") };
  return (
    <MerchantPage title={say("connect.title")} subtitle={say("connect.subtitle")} width="narrow">
      <BlockStack gap="600">
        {editing !== null && answer?.kind === "conflict" && <Conflict onReload={close} />}
        {editing?.what === "account" ? (
          <AccountEditor
            view={view}
            version={version}
            problems={answer?.kind === "refused" ? answer.problems : {}}
            onClose={close}
          />
        ) : (
          <AccountCard view={view} canEdit={editing === null} onEdit={() => open({ what: "account" })} />
        )}
        {MODES.map((mode) => (
          <ModeSection key={mode} mode={mode} {...shared} />
        ))}
      </BlockStack>
    </MerchantPage>
  );
}

interface SectionProps {
  mode: Mode;
  view: ConnectionView;
  version: number;
  answer: ConnectAnswer | null;
  editing: Editing | null;
  open: (what: Editing) => void;
  close: () => void;
  saved: () => void;
}

function ModeSection(props: SectionProps) {
  const { say } = useWords();
  const { mode, view, editing, open } = props;
  const sets = view.sets.filter((set) => set.mode === mode);
  const isOpen = (setId: string | null) =>
    editing?.what === "set" && editing.mode === mode && editing.setId === setId;
  const editor = (stored: SetView | null) => (
    <SetEditor
      key={stored?.id ?? "new"}
      mode={mode}
      stored={stored}
      version={props.version}
      answer={props.answer}
      onClose={props.close}
      onSaved={props.saved}
    />
  );
  return (
    <BlockStack gap="300">
      <Indented>
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            {say(`connect.section.${mode}`)}
          </Text>
          <Text as="p" tone="subdued">
            {say(`connect.sectionHelp.${mode}`)}
          </Text>
        </BlockStack>
      </Indented>
      {sets.map((set) =>
        isOpen(set.id) ? (
          editor(set)
        ) : (
          <SetCard
            key={set.id}
            set={set}
            version={view.version}
            canEdit={editing === null}
            onEdit={() => open({ what: "set", mode, setId: set.id })}
          />
        ),
      )}
      {isOpen(null) ? (
        editor(null)
      ) : (
        <Indented>
          <Button
            onClick={() => open({ what: "set", mode, setId: null })}
            disabled={editing !== null}
            {...(sets.length === 0 && mode === "live" && { variant: "primary" as const })}
          >
            {say(sets.length === 0 ? `connect.add.${mode}` : "connect.add.another")}
          </Button>
        </Indented>
      )}
    </BlockStack>
  );
}

/** On a phone cards reach the edges; what stands between them must not. */
function Indented({ children }: { children: ReactNode }) {
  return <Box paddingInline={{ xs: "400", sm: "0" }}>{children}</Box>;
}

function Conflict({ onReload }: { onReload: () => void }) {
  const { say } = useWords();
  const { revalidate } = useRevalidator();
  const reload = () => {
    revalidate();
    onReload();
  };
  return (
    <Banner
      tone="critical"
      title={say("connect.conflict.title")}
      action={{ content: say("connect.conflict.reload"), onAction: reload }}
    >
      {say("connect.conflict.body")}
    </Banner>
  );
}
