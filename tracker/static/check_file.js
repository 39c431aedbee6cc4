/* Compares a file here in the browser; where that cannot be, the form is sent. */
"use strict";
const form = document.forms["check-file"];
if (window.crypto?.subtle) form.onsubmit = (event) => {
  const file = form.file.files[0];
  if (!file) return;
  event.preventDefault();
  file.arrayBuffer().then((bytes) => crypto.subtle.digest("SHA-256", bytes)).then((sum) => {
    const hex = Array.from(new Uint8Array(sum), (n) => n.toString(16).padStart(2, "0")).join("");
    const all = [...document.querySelectorAll("#answers > *")];
    const known = all.find((one) => one.dataset.sha256 === hex) || all.pop();
    document.querySelectorAll("#answers > *").forEach((one) => { one.hidden = one !== known; });
  }, () => form.submit());
};
