import {
  Banner,
  BlockStack,
  Button,
  Card,
  ChoiceList,
  InlineStack,
  Text,
  TextField,
} from "@shopify/polaris";
import { useEffect, useState } from "react";
import { CURRENCIES } from "#app/lib/money.ts";
import type { ConnectField, LiveCodes } from "#app/merchants/connect-form.ts";
import type { ConnectAnswer, SetView } from "#app/merchants/connection-view.ts";
import { useConnectAction } from "./use-connect-action.ts";
import { SettingsForm } from "../settings-form.tsx";
import { useWords } from "../words.tsx";
import { LiveCodesChoice } from "./live-codes-choice.tsx";
import { TestResult } from "./test-result.tsx";

interface SetEditorProps {
  mode: "sandbox" | "live";
  /** Null for an account that is not connected yet. */
  stored: SetView | null;
  version: number;
  /** What saving this form was answered last. */
  answer: ConnectAnswer | null;
  onClose: () => void;
  onSaved: () => void;
}

/** Service and keys of one account. What was typed stays until it is saved; stored keys never come back here. */
export function SetEditor(props: SetEditorProps) {
  const { say } = useWords();
  const { mode, stored, answer } = props;
  const typed = useTyped(stored);
  const test = useConnectAction();
  const forced = useConnectAction();
  const problems = useProblems(answer, test.result);
  useEffect(() => {
    if (forced.result?.kind === "saved") props.onSaved();
  }, [forced.result]);

  const liveCount = countOf(answer, stored, typed.values.serviceId);
  const fields = { ...typed.values, mode, setId: stored?.id ?? "" };
  const force = () =>
    forced.submit("save-set", { ...fields, version: String(props.version), force: "yes" });
  return (
    <SettingsForm
      isDirty={typed.isDirty}
      onDiscard={props.onClose}
      version={props.version}
      intent="save-set"
      fields={liveCount > 0 ? { ...fields, liveCodes: typed.liveCodes } : fields}
    >
      <Card>
        <BlockStack gap="400">
          <Text as="h3" variant="headingSm">
            {say(stored ? "connect.set.change" : `connect.set.new.${mode}`)}
          </Text>
          <SetFields stored={stored} typed={typed} problems={problems} />
          {liveCount > 0 && (
            <LiveCodesChoice count={liveCount} chosen={typed.liveCodes} onChoose={typed.setLiveCodes} />
          )}
          <InlineStack gap="200">
            <Button onClick={() => test.submit("test", fields)} loading={test.state === "submitting"}>
              {say("connect.test.button")}
            </Button>
            <Button onClick={props.onClose}>{say("connect.close")}</Button>
          </InlineStack>
          <TestResult answer={test.result} />
          <SaveRefusal answer={forced.result ?? answer} mode={mode} onForce={force} />
        </BlockStack>
      </Card>
    </SettingsForm>
  );
}

/** Codes that another service would leave behind. The server may know of more by now. */
function countOf(answer: ConnectAnswer | null, stored: SetView | null, serviceId: string): number {
  if (answer?.kind === "asks") return answer.liveCodes;
  return stored !== null && serviceId.trim() !== String(stored.serviceId) ? stored.liveCodes : 0;
}

/** What is typed, as text. Keys begin empty whatever is stored. */
function useTyped(stored: SetView | null) {
  const storedId = stored ? String(stored.serviceId) : "";
  const storedCurrencies = stored?.currencies ?? [...CURRENCIES];
  const [serviceId, setServiceId] = useState(storedId);
  const [accessKey, setAccessKey] = useState("");
  const [secretKey, setSecretKey] = useState("");
  const [currencies, setCurrencies] = useState<string[]>(storedCurrencies);
  const [liveCodes, setLiveCodes] = useState<LiveCodes>("finish");
  const hasKeys = accessKey !== "" || secretKey !== "";
  return {
    values: { serviceId, accessKey, secretKey, currencies: currencies.join(",") },
    currencies,
    liveCodes,
    isDirty: hasKeys || serviceId !== storedId || currencies.join() !== storedCurrencies.join(),
    setServiceId,
    setAccessKey,
    setSecretKey,
    setLiveCodes,
    setCurrencies: (chosen: string[]) =>
      setCurrencies(CURRENCIES.filter((currency) => chosen.includes(currency))),
  };
}

function SetFields(props: {
  stored: SetView | null;
  typed: ReturnType<typeof useTyped>;
  problems: ReturnType<typeof useProblems>;
}) {
  const { say } = useWords();
  const { stored, typed, problems } = props;
  const currencyProblem = problems.of("currencies");
  return (
    <>
      <TextField
        label={say("connect.field.serviceId")}
        helpText={say("connect.field.serviceIdHelp")}
        value={typed.values.serviceId}
        onChange={problems.clearing("serviceId", typed.setServiceId)}
        inputMode="numeric"
        autoComplete="off"
        error={problems.of("serviceId")}
      />
      <KeyField
        field="accessKey"
        saved={stored && say("connect.secret.set", { last4: stored.accessKey.last4 })}
        value={typed.values.accessKey}
        onChange={problems.clearing("accessKey", typed.setAccessKey)}
        error={problems.of("accessKey")}
      />
      <KeyField
        field="secretKey"
        saved={stored && say("connect.secret.setPlain")}
        value={typed.values.secretKey}
        onChange={problems.clearing("secretKey", typed.setSecretKey)}
        error={problems.of("secretKey")}
      />
      <ChoiceList
        title={say("connect.field.currencies")}
        allowMultiple
        choices={CURRENCIES.map((value) => ({ value, label: say(`connect.currency.${value}`) }))}
        selected={typed.currencies}
        onChange={problems.clearing("currencies", typed.setCurrencies)}
        {...(currencyProblem !== false && { error: currencyProblem })}
      />
    </>
  );
}

function KeyField(props: {
  field: "accessKey" | "secretKey";
  saved: string | null;
  value: string;
  onChange: (value: string) => void;
  error: string | false;
}) {
  const { say } = useWords();
  return (
    <TextField
      label={say(`connect.field.${props.field}`)}
      helpText={props.saved ?? say(`connect.field.${props.field}Help`)}
      type="password"
      autoComplete="new-password"
      spellCheck={false}
      value={props.value}
      onChange={props.onChange}
      error={props.error}
    />
  );
}

/** Why nothing was saved, where the fields alone do not say it. */
function SaveRefusal(props: {
  answer: ConnectAnswer | null;
  mode: "sandbox" | "live";
  onForce: () => void;
}) {
  const { say } = useWords();
  const { answer } = props;
  if (answer?.kind === "conflict") return <Banner tone="critical">{say("connect.conflict.body")}</Banner>;
  if (answer?.kind === "limited") return <Banner tone="warning">{say("connect.test.limited")}</Banner>;
  if (answer?.kind === "asks") return <Banner tone="warning">{say("connect.asks")}</Banner>;
  if (answer?.kind !== "test-failed") return null;
  return (
    <BlockStack gap="200">
      <Banner
        tone="critical"
        title={say("connect.notSaved.title")}
        {...(answer.mayForce && {
          action: { content: say("connect.notSaved.force"), onAction: props.onForce },
        })}
      >
        {say(`connect.notSaved.${props.mode}`)}
      </Banner>
      <TestResult answer={answer} />
    </BlockStack>
  );
}

/** The server's problems beside their fields, each until its field is touched again. */
function useProblems(saved: ConnectAnswer | null, tested: ConnectAnswer | undefined) {
  const { say } = useWords();
  const [newest, setNewest] = useState<ConnectAnswer | null>(saved);
  const [touched, setTouched] = useState<ReadonlySet<ConnectField>>(new Set());
  const take = (answer: ConnectAnswer | null | undefined) => {
    if (!answer) return;
    setNewest(answer);
    setTouched(new Set());
  };
  useEffect(() => take(saved), [saved]);
  useEffect(() => take(tested), [tested]);
  return {
    of: (field: ConnectField): string | false => {
      const problem =
        newest?.kind === "refused" && !touched.has(field) ? newest.problems[field] : undefined;
      return problem ? say(problem) : false;
    },
    clearing:
      <Value,>(field: ConnectField, change: (value: Value) => void) =>
      (value: Value) => {
        setTouched((before) => new Set([...before, field]));
        change(value);
      },
  };
}
