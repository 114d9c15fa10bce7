// Choosing a file on a page of ours. Unfold writes the file's name into the first text box of the
// form, which is where its own form keeps it; on ours that box is somebody's name, or none at all.
document.addEventListener("DOMContentLoaded", () => {
  for (const input of document.querySelectorAll(".desk input[type=file]")) {
    input.hasChangeListener = true;
  }
});
