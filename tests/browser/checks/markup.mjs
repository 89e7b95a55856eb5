// The page is valid HTML.

import { HtmlValidate } from "html-validate";

const validator = new HtmlValidate({
  root: true,
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // The page is written by a program for browsers: how void elements, quotes and line ends look is no matter.
    "no-trailing-whitespace": "off",
    "long-title": "off",
    // Signs of a document are set as they are, such as a no-break space or a telephone number.
    "no-raw-characters": ["error", { relaxed: true }],
    "tel-non-breaking": "off",
    // A scrolling table must be reachable by keyboard; there is no element for that.
    "prefer-native-element": "off",
    "require-sri": "off",
    "no-inline-style": "error",
  },
});

export const markup = async (html) => {
  const report = await validator.validateString(html);
  const faults = report.results.flatMap(({ messages }) =>
    messages.map(({ line, column, ruleId, message }) => `${line}:${column} ${ruleId}: ${message}`));
  return { faults, said: `${html.length} characters` };
};
