// Keys of the page of one row. Each key is printed on what it reaches; everything works without this file.
// A key moves the focus or goes to another row; it decides nothing: Enter or Space on the button does.
"use strict";
(() => {
  const name = "gongxin-desk-keys";
  const toggle = document.querySelector("[data-keys-toggle]");
  const stored = () => { try { return localStorage.getItem(name); } catch { return null; } };
  const isOn = () => stored() !== "off";
  if (toggle) {
    toggle.closest("[hidden]")?.removeAttribute("hidden");
    toggle.checked = isOn();
    toggle.addEventListener("change", () => {
      try { localStorage.setItem(name, toggle.checked ? "on" : "off"); } catch { /* kept for this page alone */ }
      active = toggle.checked;
    });
  }
  let active = isOn();
  const writes = (element) => element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  document.addEventListener("keydown", (event) => {
    if (!active || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const at = document.activeElement;
    if (at && writes(at)) {
      if (event.key === "Escape") at.blur();
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (!target) return;
    event.preventDefault();
    if (target.tagName === "A") { target.click(); return; }
    if (target.tagName === "DETAILS") { target.open = !target.open; target.querySelector("summary").focus(); return; }
    if (target.type === "radio") target.checked = true;
    target.focus();
    target.scrollIntoView({ block: "nearest" });
  });
})();
