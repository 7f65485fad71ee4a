// The camera of the counter: each picture taken is sent at once as a file of the deposit. Without it, files are chosen.
"use strict";
(() => {
  const open = document.querySelector("[data-camera]");
  if (!open || !navigator.mediaDevices?.getUserMedia) return;
  const view = document.querySelector("[data-camera-view]");
  const video = view.querySelector("video");
  const says = view.querySelector("[data-camera-says]");
  const form = open.closest("form");
  let stream = null;
  let taken = 0;
  open.hidden = false;

  function close() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    view.hidden = true;
    if (taken) location.reload();
  }

  open.addEventListener("click", async () => {
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 2592 }, facingMode: "environment" } });
      video.srcObject = stream;
      await video.play();
      view.hidden = false;
    } catch {
      view.hidden = false;
      says.textContent = says.dataset.failed;
    }
  });

  view.querySelector("[data-camera-close]").addEventListener("click", close);
  view.querySelector("[data-camera-shot]").addEventListener("click", () => {
    const canvas = document.createElement("canvas");
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext("2d").drawImage(video, 0, 0);
    canvas.toBlob(async (picture) => {
      const files = new FormData();
      files.append("fichiers", picture, `photo-${Date.now()}.jpg`);
      const answer = await fetch(form.action, { method: "POST", body: files }).catch(() => null);
      if (answer?.ok) taken += 1;
      says.textContent = answer?.ok ? `${says.dataset.kept} (${taken})` : says.dataset.failed;
    }, "image/jpeg", 0.9);
  });
})();
