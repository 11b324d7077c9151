// What docs/recipes/spreadsheet.gs finds in Google Sheets, over a real HTTP call: node sheet.js SCRIPT ROWS
const { execFileSync } = require("child_process");
const fs = require("fs");
const vm = require("vm");

const [script, rows] = [process.argv[2], JSON.parse(process.argv[3])];
const values = rows.map((row) => row.map((cell) => (cell && cell.date ? new Date(cell.date) : cell)));
const sheet = {
  getDataRange: () => ({ getValues: () => values }),
  getRange: (row, column) => ({ setValue: (value) => (values[row - 1][column - 1] = value) }),
};
const book = { getSheets: () => [sheet], getSpreadsheetTimeZone: () => "Europe/Berlin" };
const room = {
  Date, // the cells are of this world, and so is the question what they are
  SpreadsheetApp: { getActiveSpreadsheet: () => book },
  PropertiesService: { getScriptProperties: () => ({ getProperty: (name) => process.env[name] || null }) },
  Utilities: {
    formatDate: (date, zone) => new Intl.DateTimeFormat("sv-SE", { timeZone: zone }).format(date),
  },
  UrlFetchApp: {
    fetch: (url, { headers, payload, contentType }) => {
      const more = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
      const said = execFileSync("curl", ["-sS", url, "-H", `Content-Type: ${contentType}`, ...more, "-d", payload]);
      return { getContentText: () => said.toString() };
    },
  },
};
vm.runInNewContext(`${fs.readFileSync(script, "utf8")}\nsend();`, room);
console.log(JSON.stringify(values.slice(1).map((row) => row[2])));
