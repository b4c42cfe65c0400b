import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { linkOf } from './link.js';

beforeAll(() => void vi.stubGlobal('document', { baseURI: 'https://shop.example/portal/' }));
afterAll(() => void vi.unstubAllGlobals());

it.each([
  ['https://shop.example/tea', 'https://shop.example/tea'],
  ['http://shop.example/tea', 'http://shop.example/tea'],
  ['#tea', 'https://shop.example/portal/#tea'],
  ['/tea?x=1', 'https://shop.example/tea?x=1'],
  ['//other.example/', 'https://other.example/'],
])('follows %s', (url, href) => expect(linkOf(url)).toBe(href));

it.each([
  'javascript:alert(1)',
  ' \tJaVaScript:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<b>',
  'vbscript:x',
  'blob:https://shop.example/1',
  'file:///etc/passwd',
  'https://',
  '',
  '  ',
])('does not follow %j', (url) => expect(linkOf(url)).toBeUndefined());

it('has no link for what has no address', () => expect(linkOf(undefined)).toBeUndefined());
