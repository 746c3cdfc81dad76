// SPDX-License-Identifier: MIT
for (const block of document.querySelectorAll(".arithmatex")) {
  const formula = block.textContent.trim().replace(/^\\\[/, "").replace(/\\\]$/, "");
  katex.render(formula, block, { displayMode: true, throwOnError: false });
}
