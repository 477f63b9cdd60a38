// Sends a file part by part (tus 1.0) and goes on where a bad line broke it off. Without this script the plain form does.
'use strict';
(() => {
  const form = document.getElementById('upload');
  if (!form || !window.fetch || !window.Blob) return;
  const $ = id => document.getElementById(id);
  const [input, drop, box, bar, said, send, stop] =
    ['file', 'drop', 'progress', 'bar', 'said', 'send', 'stop'].map($);
  const PART = 2 * 1024 * 1024, PAUSES = [1, 2, 4, 8, 15, 30]; // bytes; seconds between tries
  const token = form.querySelector('[name=csrfmiddlewaretoken]').value;
  let halted = false;

  for (const e of form.querySelectorAll('.with-script')) e.hidden = false;
  for (const e of form.querySelectorAll('.without-script')) e.hidden = true;

  const say = text => { said.textContent = text; };
  const base64 = text => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
  // Not form.elements[name]: a field called "item" is hidden there by a method of that name.
  const value = name => new FormData(form).get(name) ?? '';

  class Given extends Error {} // no trying again

  const ask = async (method, address, headers = {}, body = undefined) => {
    const response = await fetch(address, {
      method, body, redirect: 'manual', credentials: 'same-origin',
      headers: { 'Tus-Resumable': '1.0.0', 'X-CSRFToken': token, ...headers },
    });
    if (response.type === 'opaqueredirect') throw new Given(form.dataset.out); // led to the sign-in
    return response;
  };

  // The same file for the same item goes on where it was, also after the page was closed.
  const mark = file => ['upload', value('agency'), value('item'), file.name, file.size, file.lastModified].join('|');
  const kept = { get: k => { try { return localStorage.getItem(k); } catch { return null; } },
    set: (k, v) => { try { localStorage.setItem(k, v); } catch { /* goes on without */ } },
    drop: k => { try { localStorage.removeItem(k); } catch { /* the same */ } } };

  const offsetOf = async address => {
    const response = await ask('HEAD', address);
    return response.ok ? Number(response.headers.get('Upload-Offset')) : null;
  };

  const begin = async file => {
    const said = { item: value('item'), agency: value('agency'), encoding: value('encoding'), filename: file.name };
    const metadata = Object.entries(said).map(([k, v]) => `${k} ${base64(v)}`).join(',');
    const response = await ask('POST', form.dataset.uploads,
      { 'Upload-Length': String(file.size), 'Upload-Metadata': metadata });
    if (!response.ok) throw new Given(form.dataset.failed);
    return response.headers.get('Location');
  };

  const show = (offset, size) => {
    bar.value = Math.floor(100 * offset / size);
    say(`${form.dataset.sending} ${bar.value}%`);
  };

  const push = async (address, file, from) => {
    let offset = from, tries = 0;
    while (offset < file.size && !halted) {
      show(offset, file.size);
      try {
        const part = file.slice(offset, offset + PART);
        const response = await ask('PATCH', address,
          { 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' }, part);
        if (response.status === 404) throw new Given(form.dataset.failed);
        if (!response.ok) throw new Error(String(response.status));
        offset = Number(response.headers.get('Upload-Offset'));
        tries = 0;
      } catch (trouble) {
        if (trouble instanceof Given || tries >= PAUSES.length) throw trouble;
        say(form.dataset.waiting);
        await new Promise(done => setTimeout(done, 1000 * PAUSES[tries]));
        tries += 1;
        offset = await offsetOf(address).catch(() => offset) ?? offset;
      }
    }
    return offset === file.size;
  };

  // The answer is a page: the draft, or why the file cannot be read.
  const read = address => {
    const made = document.createElement('form');
    made.method = 'post';
    made.action = `${address}/read`;
    made.append(Object.assign(document.createElement('input'),
      { type: 'hidden', name: 'csrfmiddlewaretoken', value: token }));
    document.body.append(made);
    made.submit();
  };

  const upload = async file => {
    if (file.size > Number(form.dataset.max)) { box.hidden = false; say(form.dataset.large); return; }
    const key = mark(file);
    halted = false;
    box.hidden = false; send.disabled = true; stop.hidden = false;
    try {
      let address = kept.get(key), offset = address ? await offsetOf(address).catch(() => null) : null;
      if (offset === null) {
        address = await begin(file);
        offset = 0;
        kept.set(key, address);
      }
      if (await push(address, file, offset)) {
        kept.drop(key);
        show(file.size, file.size);
        say(form.dataset.reading);
        read(address);
        return;
      }
      say('');
    } catch (trouble) {
      say(trouble instanceof Given ? trouble.message : form.dataset.failed);
    }
    send.disabled = false; stop.hidden = true;
  };

  form.addEventListener('submit', event => {
    if (!input.files.length || !form.checkValidity()) return; // the browser says what is missing
    event.preventDefault();
    upload(input.files[0]);
  });
  stop.addEventListener('click', () => { halted = true; });
  for (const kind of ['dragenter', 'dragover']) drop.addEventListener(kind, event => {
    event.preventDefault();
    drop.classList.add('over');
  });
  for (const kind of ['dragleave', 'drop']) drop.addEventListener(kind, () => drop.classList.remove('over'));
  drop.addEventListener('drop', event => {
    event.preventDefault();
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
})();
