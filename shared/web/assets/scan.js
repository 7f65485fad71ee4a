// A hand scanner types faster than pages come: its numbers wait in line and are sent one after the other. Without this script
// each number is a form sent, as everywhere.
"use strict";
(() => {
  const form = document.querySelector("form[data-scan]");
  const field = form?.querySelector("input[name=numero]");
  if (!form || !field) return;
  const line = [];
  let sending = false;
  let sound = null;

  // High and short: kept. Twice: known before. Low and long: look at the screen.
  const TONES = { good: [[1320, 0.08]], known: [[880, 0.1], [880, 0.1]], bad: [[220, 0.5]] };
  function play(name) {
    const tones = TONES[name];
    if (!tones) return;
    try {
      sound ??= new AudioContext();
      let at = sound.currentTime;
      for (const [pitch, length] of tones) {
        const tone = sound.createOscillator();
        tone.frequency.value = pitch;
        tone.connect(sound.destination);
        tone.start(at);
        tone.stop(at + length);
        at += length + 0.06;
      }
    } catch {
      // The colour and the words say the same.
    }
  }

  function show(page) {
    for (const id of ["dernier", "releves"]) {
      const [here, there] = [document.getElementById(id), page.getElementById(id)];
      if (here && there) here.innerHTML = there.innerHTML;
    }
    const flash = page.querySelector(".flash");
    // What was not taken comes back into the field.
    field.value = page.querySelector("input[name=numero]")?.value || field.value;
    document.querySelector(".flash")?.remove();
    if (flash) document.body.append(flash);
    play(document.querySelector("#dernier [data-sound]")?.dataset.sound);
  }

  async function send() {
    if (sending) return;
    sending = true;
    while (line.length) {
      const body = new URLSearchParams(new FormData(form));
      body.set("numero", line[0]);
      try {
        const answer = await fetch(form.action, { method: "POST", body });
        if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
        show(new DOMParser().parseFromString(await answer.text(), "text/html"));
        line.shift();
      } catch {
        // Nothing is lost: what was not sent stands in the field again.
        play("bad");
        field.value = line.join(" ").replace(/\s+/g, " ");
        document.querySelector("[data-stale]")?.removeAttribute("hidden");
        break;
      }
    }
    line.length = 0;
    sending = false;
  }

  // A list pasted at once (a hand scanner with a memory): a field of one line would run its lines together.
  field.addEventListener("paste", (event) => {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!/[\r\n\t;,]/.test(text.trim())) return;
    event.preventDefault();
    line.push(text);
    send();
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.removeAttribute("aria-busy");
    const number = field.value.trim();
    field.value = "";
    field.focus();
    if (!number) return;
    line.push(number);
    send();
  }, true);
})();
