// A button that copies what stands in a box.
for (const button of document.querySelectorAll("[data-copy-from]")) {
  button.addEventListener("click", async () => {
    const box = document.getElementById(button.dataset.copyFrom);
    box.select();
    await navigator.clipboard?.writeText(box.value);
    button.textContent = button.dataset.copied;
  });
}
