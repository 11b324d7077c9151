/**
 * Sends new rows of this sheet to Pilotage: columns day, value, sent. See README.md.
 * Script properties: PILOTAGE_URL, PILOTAGE_TOKEN, USE_CASE; METRIC for a guardrail.
 */
const FIRST_ROW = 2;
const AT_ONCE = 100;

function send() {
  const sheet = SpreadsheetApp.getActiveSpreadsheet().getSheets()[0];
  const rows = unsent(sheet.getDataRange().getValues()).slice(0, AT_ONCE);
  if (rows.length === 0) return;
  const answer = post(rows.map((row) => reading(row.cells)));
  rows.forEach((row, place) => {
    sheet.getRange(row.number, 3).setValue(said(answer, place));
  });
}

function unsent(values) {
  return values
    .map((cells, index) => ({ cells, number: index + 1 }))
    .filter((row) => row.number >= FIRST_ROW && row.cells[1] !== "" && !isSent(row.cells[2]));
}

function isSent(cell) {
  return ["taken", "corrected", "on record already"].includes(cell);
}

function reading(cells) {
  const metric = property("METRIC");
  return Object.assign({ day: dayOf(cells[0]), value: cells[1] }, metric ? { metric } : {});
}

function dayOf(cell) {
  if (!(cell instanceof Date)) return String(cell);
  return Utilities.formatDate(cell, SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone(), "yyyy-MM-dd");
}

function post(readings) {
  const response = UrlFetchApp.fetch(
    property("PILOTAGE_URL") + "/api/v1/use-cases/" + property("USE_CASE") + "/readings",
    {
      method: "post",
      contentType: "application/json",
      headers: { Authorization: "Bearer " + property("PILOTAGE_TOKEN") },
      payload: JSON.stringify(readings),
      muteHttpExceptions: true,
    },
  );
  return JSON.parse(response.getContentText());
}

/** What became of one row: taken, or why the list was not. */
function said(answer, place) {
  if (answer.readings) return answer.readings[place].status;
  const wrong = (answer.errors || []).find((one) => one.place === place);
  if (wrong) return wrong.detail;
  return answer.errors ? "waits for the rows that do not fit" : answer.detail;
}

function property(name) {
  return PropertiesService.getScriptProperties().getProperty(name);
}
