import { expect, test } from 'vitest';
import { used } from '../tools/antdStyles.mjs';

test.each([
  ['.ant-btn.ant-btn-variant-solid', true], ['.ant-input-number-affix-wrapper >.ant-input-suffix', true], ['a:hover', true],
  ['.ant-select-dropdown .ant-slide-up-enter', true], ['.ant-picker-dropdown', false], ['.ant-btn >.ant-picker', false],
  ['.ant-form [class^="ant-col-"]', false], ['.css-var-_R_0_.ant-btn', false],
])('the rule for %s is kept: %s', (selector, kept) => expect(used(selector)).toBe(kept));
