import {
  Badge,
  BlockStack,
  Button,
  Card,
  InlineStack,
  List,
  Select,
  Text,
  TextField,
} from "@shopify/polaris";
import { useState } from "react";
import {
  ACCOUNT_STATES,
  NOTE_LENGTH,
  type AccountState,
  type ConnectProblems,
} from "#app/merchants/connect-form.ts";
import type { ConnectionView } from "#app/merchants/connection-view.ts";
import { SettingsForm } from "../settings-form.tsx";
import { useWords } from "../words.tsx";

const ASKED = ["ruc", "licence", "identity", "bank", "domain"] as const;

/** For who has no account at PagoEfectivo yet: what it asks, how long it takes, and how far they have got. */
export function AccountCard(props: { view: ConnectionView; canEdit: boolean; onEdit: () => void }) {
  const { say } = useWords();
  const { state, note } = props.view.account;
  return (
    <Card>
      <BlockStack gap="300">
        <AccountHeading state={state} />
        <WhatIsAsked />
        {note !== null && (
          <BlockStack gap="100">
            <Text as="h3" variant="headingSm">
              {say("connect.account.note")}
            </Text>
            <Text as="p" breakWord>
              {note}
            </Text>
          </BlockStack>
        )}
        <InlineStack>
          <Button onClick={props.onEdit} disabled={!props.canEdit}>
            {say("connect.account.edit")}
          </Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function AccountHeading({ state }: { state: AccountState }) {
  const { say } = useWords();
  return (
    <InlineStack gap="200" blockAlign="center">
      <Text as="h2" variant="headingMd">
        {say("connect.account.title")}
      </Text>
      <Badge tone={state === "approved" ? "success" : "info"}>
        {say(`connect.account.state.${state}`)}
      </Badge>
    </InlineStack>
  );
}

function WhatIsAsked() {
  const { say } = useWords();
  return (
    <>
      <Text as="p">{say("connect.account.body")}</Text>
      <List>
        {ASKED.map((each) => (
          <List.Item key={each}>{say(`connect.account.asked.${each}`)}</List.Item>
        ))}
      </List>
      <Text as="p" tone="subdued">
        {say("connect.account.days")}
      </Text>
    </>
  );
}

/** The same card while it is being changed. */
export function AccountEditor(props: {
  view: ConnectionView;
  version: number;
  problems: ConnectProblems;
  onClose: () => void;
}) {
  const { say } = useWords();
  const stored = props.view.account;
  const [state, setState] = useState<AccountState>(stored.state);
  const [note, setNote] = useState(stored.note ?? "");
  const { problems } = props;
  return (
    <SettingsForm
      isDirty={state !== stored.state || note !== (stored.note ?? "")}
      onDiscard={props.onClose}
      version={props.version}
      intent="save-account"
      fields={{ state, note }}
    >
      <Card>
        <BlockStack gap="300">
          <AccountHeading state={stored.state} />
          <WhatIsAsked />
          <Select
            label={say("connect.account.stateLabel")}
            options={ACCOUNT_STATES.map((value) => ({
              value,
              label: say(`connect.account.state.${value}`),
            }))}
            value={state}
            onChange={(value) => setState(ACCOUNT_STATES.find((each) => each === value) ?? state)}
            error={problems.state ? say(problems.state) : false}
          />
          <TextField
            label={say("connect.account.note")}
            helpText={say("connect.account.noteHelp")}
            value={note}
            onChange={setNote}
            multiline={3}
            maxLength={NOTE_LENGTH}
            showCharacterCount
            autoComplete="off"
            error={problems.note ? say(problems.note) : false}
          />
          <InlineStack>
            <Button onClick={props.onClose}>{say("connect.close")}</Button>
          </InlineStack>
        </BlockStack>
      </Card>
    </SettingsForm>
  );
}
