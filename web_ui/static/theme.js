// Before the first paint: the theme that was chosen, so that nothing flashes.
try { const kept = localStorage.getItem("theme"); if (kept) document.documentElement.dataset.theme = kept; } catch { /* private window */ }
