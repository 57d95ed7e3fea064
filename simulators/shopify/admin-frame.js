// The admin around the app's frame. It does what the script inside the frame (app-bridge-stand-in.js) asks for, and
// tells that script what the person clicked out here. Only the app's own origin is listened to and spoken to.
(() => {
  const settings = document.body.dataset;
  const frame = document.querySelector("iframe");
  const area = (name) => document.querySelector(`[data-area="${name}"]`);
  const saveBar = { id: null, confirmsDiscard: false };
  const toasts = new Map();

  function say(message) {
    frame.contentWindow.postMessage({ appBridge: message }, settings.appOrigin);
  }

  /** Asks before unsaved changes are lost. The promise answers whether to go on. */
  function mayLeave() {
    if (saveBar.id === null) return Promise.resolve(true);
    const dialog = area("leave");
    dialog.showModal();
    return new Promise((resolve) => {
      const onClick = (event) => {
        if (event.target.tagName !== "BUTTON") return;
        done(event.target.value === "leave");
      };
      const onCancel = () => done(false);
      function done(goesOn) {
        dialog.removeEventListener("click", onClick);
        dialog.removeEventListener("cancel", onCancel);
        dialog.close();
        resolve(goesOn);
      }
      dialog.addEventListener("click", onClick);
      dialog.addEventListener("cancel", onCancel);
    });
  }

  function button(label, isDisabled, onClick) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.disabled = isDisabled;
    made.addEventListener("click", onClick);
    return made;
  }

  function markCurrent(path) {
    for (const link of area("navigation").querySelectorAll("a[data-path]")) {
      const isCurrent = link.dataset.path.split("?")[0] === path.split("?")[0];
      if (isCurrent) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  function showNavigation({ links }) {
    const items = links.map(({ index, label, path }) => {
      const link = document.createElement("a");
      link.href = settings.base + path;
      link.textContent = label;
      link.dataset.path = path;
      link.addEventListener("click", async (event) => {
        event.preventDefault();
        if (await mayLeave()) say({ type: "follow", index });
      });
      const item = document.createElement("li");
      item.append(link);
      return item;
    });
    area("navigation")
      .querySelector("ul")
      .replaceChildren(...items);
    markCurrent(settings.path);
  }

  function showTitle({ title, actions }) {
    const bar = area("title-bar");
    const name = document.querySelector("[data-home]").textContent;
    bar.querySelector("h1").textContent = title || name;
    const made = actions.map(({ index, label, isDisabled, variant }) => {
      const one = button(label, isDisabled, async () => {
        if (variant !== "breadcrumb" || (await mayLeave())) say({ type: "titleAction", index });
      });
      if (variant) one.dataset.variant = variant;
      return one;
    });
    bar.querySelector("[data-title-actions]").replaceChildren(...made);
  }

  function showSaveBar({ id, isShown, confirmsDiscard, save, discard }) {
    if (!isShown && saveBar.id !== null && saveBar.id !== id) return;
    saveBar.id = isShown ? id : null;
    saveBar.confirmsDiscard = confirmsDiscard;
    area("save-bar").hidden = !isShown;
    if (!isShown) return;
    for (const [which, state] of [
      ["save", save],
      ["discard", discard],
    ]) {
      const one = document.querySelector(`[data-save-bar="${which}"]`);
      one.textContent = state.label || settings[which];
      one.disabled = state.isDisabled || state.isLoading;
      one.setAttribute("aria-busy", String(state.isLoading));
    }
  }

  function hideToast({ id }) {
    toasts.get(id)?.remove();
    toasts.delete(id);
  }

  function showToast({ id, text, isError, duration }) {
    const toast = document.createElement("p");
    toast.textContent = text;
    if (isError) toast.className = "error";
    toasts.set(id, toast);
    area("toasts").append(toast);
    setTimeout(() => hideToast({ id }), duration);
  }

  /** Where this simulated admin serves an address of Shopify's; other addresses stay as they are. */
  function placeOf(address) {
    if (address.startsWith("shopify://admin")) return `/store/${settings.handle}${address.slice(15)}`;
    const url = new URL(address, settings.appOrigin);
    if (url.protocol !== "https:" && url.protocol !== "http:") return null;
    const rest = url.pathname + url.search + url.hash;
    if (url.hostname === "admin.shopify.com") return rest;
    return url.hostname.endsWith(".myshopify.com") ? `/shops/${url.hostname}${rest}` : url.href;
  }

  async function answerToken({ requestId }) {
    const answer = await fetch(settings.tokenUrl, { method: "POST" });
    const { token } = answer.ok ? await answer.json() : { token: null };
    say({ type: "token", requestId, token });
  }

  const handlers = {
    hello() {
      showNavigation({ links: [] });
      showTitle({ title: "", actions: [] });
      saveBar.id = null;
      area("save-bar").hidden = true;
      area("title-bar").querySelector("progress").hidden = true;
    },
    token: answerToken,
    navigation: showNavigation,
    title: showTitle,
    saveBar: showSaveBar,
    toast: showToast,
    hideToast,
    loading({ isLoading }) {
      area("title-bar").querySelector("progress").hidden = !isLoading;
    },
    async leave({ requestId }) {
      say({ type: "left", requestId, goesOn: await mayLeave() });
    },
    moved({ path }) {
      settings.path = path;
      history.replaceState(null, "", settings.base + (path === "/" ? "" : path));
      markCurrent(path);
    },
    top({ address }) {
      const place = placeOf(address);
      if (place !== null) location.assign(place);
    },
  };

  addEventListener("message", (event) => {
    if (event.source !== frame.contentWindow || event.origin !== settings.appOrigin) return;
    const message = event.data?.appBridge;
    if (message && Object.hasOwn(handlers, message.type)) handlers[message.type](message);
  });
  document.querySelector('[data-save-bar="save"]').addEventListener("click", () => {
    say({ type: "saveBarAction", id: saveBar.id, which: "save" });
  });
  document.querySelector('[data-save-bar="discard"]').addEventListener("click", async () => {
    if (!saveBar.confirmsDiscard || (await mayLeave())) {
      say({ type: "saveBarAction", id: saveBar.id, which: "discard" });
    }
  });
  document.querySelector("[data-home]").addEventListener("click", async (event) => {
    event.preventDefault();
    if (await mayLeave()) location.assign(event.target.href);
  });
})();
