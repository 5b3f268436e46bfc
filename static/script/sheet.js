/* A dialog as a sheet: how it comes, and how it goes. */

/** Show `dialog` in `root` until `close`, or a place beside it, is pressed; the focus goes back to `opener`. */
export function spread(root, dialog, close, opener) {
  // a press that begins and ends beside the dialog: one that selects its words may end there
  let beside = false;
  dialog.addEventListener("pointerdown", (event) => (beside = event.target === dialog));
  dialog.addEventListener("click", (event) => beside && event.target === dialog && dialog.close());
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    dialog.remove();
    opener?.focus({ preventScroll: true });
  });
  root.body.append(dialog);
  dialog.showModal();
  dialog.scrollTop = 0; // where the sheet is high, the focus has moved it
}
