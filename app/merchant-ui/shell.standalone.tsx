/** Our own frame, for an admin that opens outside of Shopify's. */
import { useFetcher, useLocation } from "@remix-run/react";
import { ContextualSaveBar, Frame, Modal, Navigation, Text, Toast, TopBar } from "@shopify/polaris";
import {
  AlertCircleIcon,
  ArrowLeftIcon,
  ChartHistogramFirstIcon,
  ClipboardCheckIcon,
  ClockIcon,
  ConnectIcon,
  ExitIcon,
  GlobeIcon,
  HomeIcon,
  ListBulletedIcon,
  OrderIcon,
  PaymentIcon,
  QuestionCircleIcon,
  ReceiptRefundIcon,
  SearchIcon,
  ViewIcon,
} from "@shopify/polaris-icons";
import { useEffect, useRef, useState, type ComponentProps, type ReactNode, type RefObject } from "react";
import { MERCHANT_LANGUAGES, type MerchantLanguage } from "#app/merchants/merchant-login.ts";
import { useAdminFrame } from "./admin-frame.tsx";
import { addressOf } from "./merchant-link.tsx";
import { NAVIGATION_ENTRIES, type NavigationPath } from "./navigation-entries.ts";
import { SaveBarContext, type LeaveGuardProps, type SaveBarProps } from "./save-bar.tsx";
import { ToastContext } from "./toast.tsx";
import { useWords } from "./words.tsx";

type Icon = NonNullable<ComponentProps<typeof Navigation.Section>["items"][number]["icon"]>;

const ICONS: Record<NavigationPath, Icon> = {
  "/app": HomeIcon,
  "/app/payments": OrderIcon,
  "/app/cases": AlertCircleIcon,
  "/app/refunds": ReceiptRefundIcon,
  "/app/figures": ChartHistogramFirstIcon,
  "/app/log": ListBulletedIcon,
  "/app/books": ClipboardCheckIcon,
  "/app/connect": ConnectIcon,
  "/app/rules": ClockIcon,
  "/app/shopper-page": ViewIcon,
  "/app/activate": PaymentIcon,
  "/app/search": SearchIcon,
  "/app/help": QuestionCircleIcon,
};

/** Each language by its own name, so that whoever reads only that one finds it. */
const LANGUAGE_NAMES: Record<MerchantLanguage, string> = {
  es: "Español",
  en: "English",
  "zh-CN": "简体中文",
};

export function StandaloneShell({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<string | null>(null);
  const [isNavigationOpen, setNavigationOpen] = useState(false);
  const { key } = useLocation();
  // On a phone the menu covers the page that was chosen from it.
  useEffect(() => setNavigationOpen(false), [key]);
  const closeToast = () => setToast(null);
  return (
    <ToastContext.Provider value={setToast}>
      <SaveBarContext.Provider value={SAVE_BAR}>
        <Frame
          topBar={<AdminTopBar onNavigationToggle={() => setNavigationOpen((isOpen) => !isOpen)} />}
          navigation={<AdminNavigation />}
          showMobileNavigation={isNavigationOpen}
          onNavigationDismiss={() => setNavigationOpen(false)}
        >
          {children}
          {/* With `onClick` the toast itself is the button that closes it, named by its text; Polaris' own small one has no name. */}
          {toast !== null && <Toast content={toast} onDismiss={closeToast} onClick={closeToast} />}
        </Frame>
      </SaveBarContext.Provider>
    </ToastContext.Provider>
  );
}

function AdminTopBar({ onNavigationToggle }: { onNavigationToggle: () => void }) {
  const { say } = useWords();
  const { storeName, userName, shopifyAdmin } = useAdminFrame();
  const [isOpen, setOpen] = useState(false);
  const signOut = useRef<HTMLFormElement>(null);
  const leave = () => signOut.current?.requestSubmit();
  return (
    <>
      <TopBar
        showNavigationToggle
        onNavigationToggle={onNavigationToggle}
        secondaryMenu={<LanguageMenu />}
        userMenu={
          <TopBar.UserMenu
            name={storeName}
            detail={userName}
            initials={[...storeName].slice(0, 1).join("")}
            open={isOpen}
            onToggle={() => setOpen(!isOpen)}
            actions={[
              { items: [{ content: say("shell.nav.toShopify"), url: shopifyAdmin, icon: ArrowLeftIcon }] },
              { items: [{ content: say("shell.nav.signOut"), icon: ExitIcon, onAction: leave }] },
            ]}
          />
        }
      />
      <SignOutForm form={signOut} />
    </>
  );
}

/** Sent as a document: what this page still holds goes with it, and the browser heeds what the answer says about its storage. */
function SignOutForm({ form }: { form: RefObject<HTMLFormElement> }) {
  const { csrf } = useAdminFrame();
  return (
    <form ref={form} method="post" action="/app/sign-out" hidden>
      <input type="hidden" name="csrf" value={csrf} />
    </form>
  );
}

function LanguageMenu() {
  const { say, language } = useWords();
  const { csrf } = useAdminFrame();
  const [isOpen, setOpen] = useState(false);
  const fetcher = useFetcher();
  const choose = (chosen: MerchantLanguage) =>
    fetcher.submit({ language: chosen, csrf }, { method: "post", action: "/app/language" });
  return (
    <TopBar.Menu
      activatorContent={LANGUAGE_NAMES[language]}
      accessibilityLabel={`${say("shell.language.label")}: ${LANGUAGE_NAMES[language]}`}
      open={isOpen}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      actions={[
        {
          items: MERCHANT_LANGUAGES.map((each) => ({
            content: LANGUAGE_NAMES[each],
            active: each === language,
            icon: GlobeIcon,
            onAction: () => choose(each),
          })),
        },
      ]}
    />
  );
}

function AdminNavigation() {
  const { say } = useWords();
  const { keptQuery, shopifyAdmin } = useAdminFrame();
  const { pathname } = useLocation();
  const items = NAVIGATION_ENTRIES.map(({ path, label }) => ({
    url: addressOf(path, {}, keptQuery),
    label: say(label),
    icon: ICONS[path],
    exactMatch: path === "/app",
    selected: path === "/app" ? pathname === path : pathname.startsWith(path),
  }));
  const back = {
    url: shopifyAdmin,
    label: say("shell.nav.toShopify"),
    icon: ArrowLeftIcon,
    selected: false,
  };
  return (
    <Navigation location={pathname}>
      <Navigation.Section items={items} />
      <Navigation.Section items={[back]} separator />
    </Navigation>
  );
}

function StandaloneSaveBar(props: SaveBarProps) {
  const { say } = useWords();
  if (!props.isDirty) return null;
  return (
    <ContextualSaveBar
      message={say("shell.save.unsaved")}
      saveAction={{ content: say("shell.save.save"), onAction: props.onSave, loading: props.isSaving }}
      discardAction={{
        content: say("shell.save.discard"),
        onAction: props.onDiscard,
        disabled: props.isSaving,
      }}
    />
  );
}

function LeaveModal({ wanted, onStay, onLeave }: LeaveGuardProps) {
  const { say } = useWords();
  return (
    <Modal
      open={wanted !== null}
      onClose={onStay}
      title={say("shell.leave.title")}
      primaryAction={{ content: say("shell.leave.leave"), onAction: onLeave, destructive: true }}
      secondaryActions={[{ content: say("shell.leave.stay"), onAction: onStay }]}
    >
      <Modal.Section>
        <Text as="p">{say("shell.leave.body")}</Text>
      </Modal.Section>
    </Modal>
  );
}

const SAVE_BAR = { Bar: StandaloneSaveBar, LeaveGuard: LeaveModal };
