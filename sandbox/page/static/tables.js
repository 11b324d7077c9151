// Tables longer than a page: turning pages and sorting by a column, without asking the server.
const rowsOf = table => [...table.querySelectorAll("tbody tr")];

export function turnPage(button) {
  const table = button.closest(".data"), rows = rowsOf(table), size = +table.dataset.pageSize;
  const from = rows.findIndex(row => !row.hidden) + button.dataset.page * size;
  if (from < 0 || from >= rows.length) return;
  rows.forEach((row, i) => row.hidden = i < from || i >= from + size);
  const shown = `${from + 1}–${Math.min(from + size, rows.length)} of ${rows.length}`;
  table.querySelector(".pager span").textContent = shown;
}

export function sortBy(button) {
  const head = button.closest("th"), table = button.closest(".data"), rows = rowsOf(table);
  const sign = head.ariaSort === "ascending" ? -1 : 1, key = row => row.children[button.dataset.sort].dataset.value;
  rows.sort((a, b) => sign * key(a).localeCompare(key(b), undefined, {numeric: true}));
  table.querySelectorAll("th").forEach(other => other.removeAttribute("aria-sort"));
  head.ariaSort = sign > 0 ? "ascending" : "descending";
  table.querySelector("tbody").replaceChildren(...rows);
  rows.forEach((row, i) => row.hidden = i >= +table.dataset.pageSize);
}
