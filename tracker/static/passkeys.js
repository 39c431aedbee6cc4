// Asks the device for a passkey in place of a typed proof. Without this file every page works by its forms.
"use strict";
(() => {
  const form = document.getElementById("passkey-form");
  if (!form || !window.PublicKeyCredential || !window.fetch) return;
  const each = (what, act) => document.querySelectorAll(what).forEach(act);
  each("[data-needs-passkeys]", (part) => { part.hidden = false; });
  each("[data-without-passkeys]", (part) => { part.hidden = true; });
  const others = document.getElementById("other-ways");
  if (others && !others.querySelector("[aria-invalid]")) others.open = false;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  const text = (raw) => btoa(String.fromCharCode(...new Uint8Array(raw)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (keys) => (keys || []).map((key) => ({ ...key, id: bytes(key.id) }));
  const say = (name) => each("[data-trouble]", (part) => { part.hidden = part.dataset.trouble !== name; });

  async function ask(options) {
    const publicKey = { ...options, challenge: bytes(options.challenge) };
    if (form.dataset.makes === undefined) {
      return navigator.credentials.get({ publicKey: { ...publicKey, allowCredentials: known(options.allowCredentials) } });
    }
    publicKey.user = { ...options.user, id: bytes(options.user.id) };
    publicKey.excludeCredentials = known(options.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  }

  function written(credential) {
    const response = {};
    for (const part of ["clientDataJSON", "authenticatorData", "signature", "userHandle", "attestationObject"]) {
      if (credential.response[part]) response[part] = text(credential.response[part]);
    }
    return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response });
  }

  async function send() {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    if (answer.type === "opaqueredirect" && form.dataset.done) location.assign(form.dataset.done);
    else form.submit();
  }

  async function prove() {
    if (!form.reportValidity()) return;
    say("");
    try {
      const asked = await fetch(form.dataset.ask, { method: "POST", body: new FormData(form) });
      if (!asked.ok) return form.hidden ? location.assign(form.action) : form.submit();
      const { stamp, options } = await asked.json();
      form.elements.passkey.value = written(await ask(options));
      form.elements.stamp.value = stamp;
      await send();
    } catch (error) {
      say(error instanceof TypeError ? "offline" : error.name === "InvalidStateError" ? "known" : "refused");
      if (others) others.open = true;
    }
  }

  let isBusy = false;
  each("[data-passkey], a.btn", (part) => {
    if (part.href && part.href !== form.action) return;
    part.addEventListener("click", async (event) => {
      event.preventDefault();
      if (isBusy) return;
      isBusy = true;
      await prove();
      isBusy = false;
    });
  });
})();
