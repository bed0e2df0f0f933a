// Passkeys: has one made, or has a challenge signed, and puts the browser's answer into the form.
const possible = () => window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;

async function told(address, body) {
  const answer = await fetch(address, { method: 'POST', body, headers: { Accept: 'application/json' } });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.error.message[document.documentElement.lang] ?? said.error.message.vi);
  return said;
}

function say(form, error) {
  const place = form.querySelector('[data-passkey-wrong]');
  // Who closes the window of the browser, or waits too long, ends in NotAllowedError.
  place.textContent = error.name === 'NotAllowedError' || error.name === 'InvalidStateError' ? place.dataset.passkeyWrong : error.message;
  place.hidden = false;
}

for (const button of document.querySelectorAll('[data-passkey-sign]')) {
  const form = button.form;
  if (!possible()) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      const options = PublicKeyCredential.parseRequestOptionsFromJSON(await told(button.dataset.passkeySign));
      const signed = await navigator.credentials.get({ publicKey: options });
      form.elements.code.value = JSON.stringify(signed.toJSON());
      form.requestSubmit();
    } catch (error) {
      say(form, error);
    }
  });
}

for (const form of document.querySelectorAll('form[data-passkey-add]')) {
  if (!possible()) {
    form.querySelector('button').disabled = true;
    continue;
  }
  form.addEventListener('submit', async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    try {
      const options = PublicKeyCredential.parseCreationOptionsFromJSON(await told(form.dataset.passkeyAdd, new FormData(form)));
      const made = await navigator.credentials.create({ publicKey: options });
      form.elements.answer.value = JSON.stringify(made.toJSON());
      form.elements.password.value = '';
      form.elements.password.required = false;
      form.submit();
    } catch (error) {
      say(form, error);
    }
  });
}
