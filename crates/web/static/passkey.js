// Passkeys: fills the hidden form beside the ordinary one and sends it. Without
// this file the forms stay hidden and passphrase and code go on working.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (it) => it.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  if (!window.PublicKeyCredential || !window.isSecureContext) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    const given = form.dataset;
    form.hidden = false;
    form.parentElement.querySelectorAll("[data-passkey-missing]").forEach((it) => { it.hidden = true; });
    const put = (name, value) => { form.elements[(given.prefix || "") + name].value = value; };
    const common = { challenge: bytes(given.challenge), timeout: 120000 };
    const ask = () => given.passkey === "create"
      ? navigator.credentials.create({ publicKey: {
          ...common,
          rp: { name: "Sijill" },
          user: { id: bytes(given.handle), name: given.user, displayName: given.user },
          pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -8 }],
          authenticatorSelection: { residentKey: "required", userVerification: "required" },
          excludeCredentials: given.known.split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: bytes(id) })),
          attestation: "none",
        } })
      : navigator.credentials.get({ publicKey: { ...common, userVerification: "required" } });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      let made;
      try { made = await ask(); } catch { return; }
      put("id", text(made.rawId));
      put("client", text(made.response.clientDataJSON));
      put("data", text(made.response.attestationObject || made.response.authenticatorData));
      put("signature", made.response.signature ? text(made.response.signature) : "");
      form.submit();
    });
  }
})();
