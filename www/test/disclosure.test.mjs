// Disclosure beyond the screen, the parts of it that need no screen.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { built } from './built.mjs';

const { createVerifier, TouchmarkError } = await import(built('dist/node.js'));
const {
  copyWithOrigin,
  csvWithOrigin,
  formatSplit,
  markText,
  matchesSidecar,
  pageContext,
  printLabels,
  readMarks,
  readSidecar,
  seriesLabel,
  splitSum,
  summaryLine,
  tally,
  unmark,
  wordsFor,
} = await import(built('dist/disclosure.js'));

const data = async (name) => JSON.parse(await readFile(built(`demo/dist/data/${name}.json`), 'utf8'));
const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(data));
const verifier = await createVerifier({ trust, policy });
const english = await wordsFor('en');

const [synthetic, altered, masked, undisclosed] = await verifier.verifyAll([
  records[0],
  { ...records[0], LastName: 'Changed' },
  records[3],
  records[6],
]);

describe('a tally', () => {
  test('counts by what may be said, the most frequent first', () => {
    assert.deepEqual(tally([undisclosed, synthetic, altered, synthetic]), [
      { origin: 'origin.synthetic', group: 'verified', level: 'notice', flagged: false, count: 2 },
      { group: 'not-disclosed', level: 'notice', flagged: false, count: 1 },
      { origin: 'origin.synthetic', group: 'changed', level: 'alert', flagged: false, count: 1 },
    ]);
    assert.deepEqual(tally([]), []);
  });

  test('believes nothing that no engine made', () => {
    const could = { group: 'could-not-check', level: 'caution', flagged: false, count: 7 };
    const forged = [
      { ...synthetic },
      structuredClone(synthetic),
      Object.create(synthetic),
      null,
      undefined,
      'verified',
      1,
    ];
    assert.deepEqual(tally(forged), [could]);
  });
});

describe('a split sum', () => {
  const sum = (amounts, verdictOf = () => synthetic) =>
    splitSum(amounts, { verdictOf, amountOf: (amount) => amount });

  test('adds decimals exactly, whatever form they come in', () => {
    assert.equal(sum([0.1, 0.2]).total, '0.3');
    assert.equal(sum(['0.10', '.2', '1e-3', '+2.', 3n, -5, 1e21]).total, '1000000000000000000000.301');
    assert.equal(sum(['99999999999999999999.99', '0.01']).total, '100000000000000000000');
    assert.equal(sum(['-0.5', '0.25']).total, '-0.25');
    assert.equal(sum([-1, 1]).total, '0');
    assert.equal(sum([]).total, '0');
    assert.equal(sum([5e-324, Number.MAX_VALUE]).total.length, 309 + 1 + 324);
  });

  test('has a part for each thing that may be said', () => {
    const verdicts = [synthetic, undisclosed, synthetic, masked, { ...synthetic }];
    const split = sum(['1.10', '2', '0.90', '7', '100'], (_, index) => verdicts[index]);
    assert.equal(split.total, '111');
    assert.deepEqual(
      split.parts.map(({ origin, group, amount }) => [origin, group, amount]),
      [
        ['origin.synthetic', 'verified', '2'],
        [undefined, 'not-disclosed', '2'],
        ['origin.masked', 'verified', '7'],
        [undefined, 'could-not-check', '100'],
      ],
    );
  });

  test('refuses what is no number, and names the row', () => {
    for (const amount of [
      '',
      ' ',
      '.',
      '1,5',
      '0x10',
      'NaN',
      NaN,
      Infinity,
      null,
      undefined,
      {},
      [1],
      true,
      '1e9999',
      '1e-401',
      '9'.repeat(401),
      Symbol('1'),
    ]) {
      assert.throws(
        () => sum([1, 2, amount]),
        (error) =>
          error instanceof TouchmarkError &&
          error.code === 'rows-invalid' &&
          /row 2 is no number/.test(error.message),
      );
    }
  });

  test('is written as the language writes it, without loss', async () => {
    const verdicts = [synthetic, undisclosed, masked];
    const split = sum(['1100000', '3000000', '100000'], (_, index) => verdicts[index]);
    assert.equal(
      formatSplit(split, { words: english, currency: 'EUR', numbers: { notation: 'compact' } }),
      '€4.2m, of which €1.1m is “Synthetic data”, €3m is “Origin not disclosed”, €100k is “Masked data”',
    );
    const big = sum(['12345678901234567890.12']);
    assert.equal(
      formatSplit(big, { words: english, lang: 'de-AT', numbers: { minimumFractionDigits: 2 } }),
      '12.345.678.901.234.567.890,12, of which 12.345.678.901.234.567.890,12 is “Synthetic data”'.replaceAll(
        '.',
        '\u00a0',
      ),
    );
    assert.equal(formatSplit(sum([]), { words: english }), '0');
  });
});

describe('words', () => {
  test('are English where there is no other, and never throw', async () => {
    for (const tag of ['en', 'en-GB', '', 'x', 'not a tag', '../../secret']) {
      const words = await wordsFor(tag);
      assert.equal(words.text('origin.synthetic'), 'Synthetic data');
      assert.doesNotThrow(() => new Intl.NumberFormat(words.lang));
    }
    assert.equal(english.text('no.such.key'), 'no.such.key');
    assert.equal(english.text('constructor'), 'constructor');
  });

  test('that are missing are missed at once, and not when somebody copies or prints', () => {
    const calls = {
      copyWithOrigin: () => copyWithOrigin(undefined),
      printLabels: () => printLabels(undefined, {}),
      pageContext: () => pageContext(),
      summaryLine: () => summaryLine([synthetic], { words: wordsFor('en') }),
      formatSplit: () => formatSplit({ total: '0', parts: [] }),
    };
    for (const [name, call] of Object.entries(calls)) {
      assert.throws(call, {
        code: 'options-invalid',
        message: new RegExp(`^${name} needs \`words\`: .*wordsFor`),
      });
    }
    assert.throws(() => pageContext({ words: english, tally: [synthetic] }), { code: 'options-invalid' });
  });

  test('are filled in one pass', () => {
    assert.equal(english.fill('summary.count', { label: '{count}', count: '$&' }), '{count}: $&');
    assert.equal(english.fill('summary.count', {}), '{label}: {count}');
  });
});

describe('a CSV with its origin beside it', () => {
  const rows = [
    { Id: '1', Name: 'Quill, "Q"', Note: 'two\r\nlines', Amount: 1.5, Done: true, Empty: null },
    { Id: '2', Name: '=1+1', Note: 'é', Amount: -3n, Done: false, Extra: new Date(0) },
  ];

  test('keeps the columns and the values, as RFC 4180 writes them', async () => {
    const plain = { guardFormulas: false };
    const { csv } = await csvWithOrigin(rows, [synthetic, undisclosed], plain);
    assert.equal(
      csv,
      'Id,Name,Note,Amount,Done,Empty,Extra\r\n' +
        '1,"Quill, ""Q""","two\r\nlines",1.5,true,,\r\n' +
        '2,=1+1,é,-3,false,,1970-01-01T00:00:00.000Z\r\n',
    );
    const options = { columns: ['Name', 'toString'] };
    const some = await csvWithOrigin(rows, [synthetic, undisclosed], options);
    assert.equal(some.csv, 'Name,toString\r\n"Quill, ""Q""",\r\n\'=1+1,\r\n');
  });

  /** Cells as a program reads them that parts lines by `separator`, and takes quotes only where a cell begins with one. */
  function cellsBy(separator, csv) {
    const cells = [''];
    let quoted = false;
    for (let at = 0; at < csv.length; at += 1) {
      const character = csv[at];
      if (quoted && character === '"' && csv[at + 1] === '"') {
        cells.push(cells.pop() + '"');
        at += 1;
      } else if (quoted && character === '"') {
        quoted = false;
      } else if (!quoted && character === '"' && cells.at(-1) === '') {
        quoted = true;
      } else if (!quoted && (character === separator || character === '\r' || character === '\n')) {
        cells.push('');
      } else {
        cells.push(cells.pop() + character);
      }
    }
    return cells;
  }

  const formulas = [
    ...[
      '=1+1',
      '+1+1',
      '-1+1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '\n=1',
      '＝1+1',
      '＋1',
      '－1',
      '＠SUM(A1)',
      '﹦1',
      '₌1',
    ],
    ...[' =1', '\u200b=1', '\ufeff=1', '"=1', '\t', '\n1', '-5-5', '+5', '-5;=1', '-', '=', '@'],
    ...[
      "Smith;=cmd|' /C calc'!A1",
      'Smith;\t=1',
      'Smith;"=1',
      'a|=1',
      'a\t=1',
      'a\n=1',
      'a\r\n-1+1',
      'a;b;@x',
      ';=1',
    ],
  ];

  test('holds nothing that a spreadsheet would run, whichever way its language parts cells, headers included', async () => {
    for (const text of formulas) {
      const rows = [
        { [text]: text, Id: text, Note: 'note' },
        { [text]: 1, Id: 'x', Note: text },
      ];
      const { csv, sidecar } = await csvWithOrigin(rows, [synthetic, undisclosed]);
      for (const separator of [',', ';', '\t', '|']) {
        for (const cell of cellsBy(separator, csv)) {
          const [first = ''] = cell.replace(/^[\s\p{C}"]+/u, '').normalize('NFKC');
          const isNumber = /^-\d+(\.\d+)?$/.test(cell);
          assert.ok(
            isNumber || !'=+-@'.includes(first || 'x'),
            `${JSON.stringify(text)} as ${JSON.stringify(cell)} by ${separator}`,
          );
        }
      }
      // By the comma it is the text again, with nothing but guards put in.
      const back = cellsBy(',', csv).map((cell) => cell.replaceAll("'", ''));
      assert.ok(back.includes(text.replaceAll("'", '')), JSON.stringify(text));
      assert.equal(JSON.parse(sidecar).notes[0].formulasGuarded, true);
    }
  });

  test('holds nothing of the kind either where cells of a row or of two work together', async () => {
    // Numbers that look random and are the same in every run.
    let seed = 12;
    const next = (below) => (seed = (seed * 16807) % 2147483647) % below;
    const pieces = ['"', ';', '|', '\t', '\n', ',', '=', '+', 'x', '1', ' ', "'", '＝'];
    const text = () => Array.from({ length: next(7) }, () => pieces[next(pieces.length)]).join('');
    for (let round = 0; round < 3_000; round += 1) {
      const rows = Array.from({ length: 2 + next(2) }, () => ({ A: text(), B: text(), C: text() }));
      const { csv } = await csvWithOrigin(
        rows,
        rows.map(() => undisclosed),
      );
      for (const separator of [',', ';', '\t', '|']) {
        for (const cell of cellsBy(separator, csv)) {
          const first = cell.replace(/^[\s"]+/, '').normalize('NFKC')[0] ?? 'x';
          assert.ok(!'=+'.includes(first), `${JSON.stringify(csv)}: ${JSON.stringify(cell)} by ${separator}`);
        }
      }
    }
  });

  test('leaves numbers and plain words as they are', async () => {
    const values = [
      -5,
      '-5',
      '-84250.50',
      -1e-7,
      -5n,
      '-1e21',
      0,
      '5',
      'a-b',
      'a=b',
      'Quill',
      "O'Brien",
      '',
      '12:30',
    ];
    const { csv } = await csvWithOrigin(
      values.map((Value) => ({ Id: 'x', Value })),
      values.map(() => synthetic),
    );
    assert.deepEqual(
      csv.split('\r\n').slice(1, -1),
      values.map((value) => `x,${value}`),
    );
  });

  test('is as it came where that was asked for, in no other way than by `false`', async () => {
    const one = async (guardFormulas) => {
      const { csv, sidecar } = await csvWithOrigin([{ '=a': '=1' }], [synthetic], { guardFormulas });
      return [csv, JSON.parse(sidecar).notes[0].formulasGuarded, JSON.parse(sidecar).tableSchema.columns];
    };
    assert.deepEqual(await one(false), ['=a\r\n=1\r\n', undefined, [{ titles: '=a' }]]);
    for (const given of [true, undefined, null, 0]) {
      assert.deepEqual(await one(given), ["'=a\r\n'=1\r\n", true, [{ titles: "'=a" }]]);
    }
  });

  test('has quotes around whatever some reader takes for the end of a cell', async () => {
    for (const character of [',', ';', '\t', '|', '\r', '\n', '"']) {
      const { csv } = await csvWithOrigin([{ a: `x${character}y` }], [synthetic], { guardFormulas: false });
      assert.equal(csv, `a\r\n"x${character === '"' ? '""' : character}y"\r\n`);
    }
  });

  test('has no line that a reader would overlook', async () => {
    const { csv } = await csvWithOrigin([{ Note: null }, { Note: 'a' }], [undefined, undefined]);
    assert.equal(csv, 'Note\r\n""\r\na\r\n');
  });

  test('says in the sidecar, and only there, where each row came from', async () => {
    const verdicts = [synthetic, { ...synthetic }, altered];
    const options = { columns: ['Id'], url: 'contacts.csv' };
    const { csv, sidecar } = await csvWithOrigin([...rows, records[0]], verdicts, options);
    const metadata = JSON.parse(sidecar);
    assert.equal(metadata['@context'], 'http://www.w3.org/ns/csvw');
    assert.equal(metadata.url, 'contacts.csv');
    assert.deepEqual(metadata.tableSchema, { columns: [{ titles: 'Id' }] });
    const read = readSidecar(sidecar);
    const said = ({ record, origin, trust, seal, checkedAt }, row) => {
      return { row, record, origin, trust, seal: seal.id, checkedAt };
    };
    assert.deepEqual(read.rows, [
      said(synthetic, 1),
      { row: 2, origin: 'unknown', trust: 'unchecked' },
      said(altered, 3),
    ]);
    assert.match(synthetic.seal.id, /^urn:uuid:/);
    // Nothing of the records but their identifiers: no value, no name of a field that was not exported, no salt.
    for (const secret of [
      'Quill',
      'LastName',
      'Email',
      records[0].LastName,
      records[0].Email,
      'salt',
      'claims',
    ])
      assert.ok(!sidecar.includes(secret), secret);
    assert.ok(await matchesSidecar(csv, sidecar));
    assert.ok(await matchesSidecar(`\ufeff${csv}`, read));
    assert.ok(await matchesSidecar(new TextEncoder().encode(csv), sidecar));
    assert.ok(!(await matchesSidecar(csv.replaceAll('\r', ''), sidecar)));
    assert.ok(!(await matchesSidecar(`${csv} `, sidecar)));
  });

  test('refuses cells without a text, rows without a verdict, and sidecars that are none', async () => {
    const is = (code, message) => (error) =>
      error instanceof TouchmarkError && error.code === code && message.test(error.message);
    const refused = (rows, verdicts, message) =>
      assert.rejects(csvWithOrigin(rows, verdicts), is('rows-invalid', message));
    await refused([{ a: 1 }, { a: {} }], [null, null], /row 1, column "a" holds a value of type object/);
    await refused([{ a: new Date(NaN) }], [null], /a date that is none/);
    await refused(rows, [synthetic], /2 rows and 1 verdicts/);
    const { csv, sidecar } = await csvWithOrigin(rows, [synthetic, undisclosed]);
    const broken = [
      ...['', 'null', '[]', '{}', '{"notes":[null]}'],
      sidecar.replace('touchmark-sidecar', 'other'),
      sidecar.replace('"row": 2', '"row": 3'),
      sidecar.replace(/"sha256": "../, '"sha256": "'),
    ];
    for (const text of broken) {
      assert.throws(() => readSidecar(text), is('sidecar-unreadable', /cannot be read/));
      assert.equal(await matchesSidecar(csv, text), false);
    }
  });
});

describe('marks in a text', () => {
  const id = 'urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950f';
  const other = 'urn:uuid:00ff10ef-fe0f-400e-8001-0123456789ab';
  const prose = 'The customer called on Monday and asked for a new card, which was sent at once. '.repeat(4);
  const ids = (text) => readMarks(text).map(({ sealId }) => sealId);

  test('are read again, and leave the text as it was', () => {
    for (const text of ['word', ' ', prose, 'Emoji ☎️ 👩‍👩‍👧 1️⃣ ok', '漢字', 'العربية نص', 'a\tb\r\nc']) {
      const marked = markText(text, id);
      assert.notEqual(marked, text);
      assert.deepEqual([...new Set(ids(marked))], [id]);
      assert.equal(unmark(marked), text);
      assert.equal(markText(marked, id), marked);
    }
    assert.equal(markText('', id), '');
    assert.deepEqual(readMarks(markText('one two', id)), [{ sealId: id, at: 3 }]);
    assert.deepEqual(ids(markText('x', other.toUpperCase().replace('URN:UUID:', ''))), [other]);
  });

  test('are in every excerpt of seventeen words', () => {
    const words = markText(prose, id).split(' ');
    for (let start = 0; start + 17 <= words.length; start += 1) {
      assert.ok(ids(words.slice(start, start + 17).join(' ')).length >= 1, `from word ${start}`);
    }
    assert.equal(ids(markText(prose, id, { every: 4 })).length, prose.trim().split(' ').length / 4);
    assert.equal(markText(prose, id, { every: 0 }), markText(prose, id));
  });

  test('of two texts stay apart', () => {
    assert.deepEqual(ids(markText('one', id) + markText('two', other)), [id, other]);
    assert.deepEqual(ids(markText(markText('one two', other), id)).sort(), [id, other].sort());
  });

  test('that are torn or changed are none', () => {
    const marked = [...markText('w', id)];
    for (let at = 2; at < marked.length; at += 1) {
      assert.deepEqual(
        ids(marked.toSpliced?.(at, 1).join('') ?? marked.filter((_, i) => i !== at).join('')),
        [],
      );
      assert.deepEqual(ids(marked.map((one, i) => (i === at ? '\u{e0177}' : one)).join('')), []);
      assert.deepEqual(ids(marked.slice(0, at).join('')), []);
    }
    // The word joiner alone may go: what is left still says whose it is.
    assert.deepEqual(ids(marked.filter((_, at) => at !== 1).join('')), [id]);
  });

  test('never make anything throw, whatever the text', () => {
    const random = randomNumbers(20261121);
    const pieces = [
      ...['\u2060', '\u{e0164}\u{e015d}', '\ufe00', '\ufe0f', '\u{e0100}', '\u{e01ef}', '\ud800', '\udc00'],
      ...[' ', 'word', '👩‍👩‍👧', '\0', '\u200b', markText('m', id), markText('n', other).slice(0, 30)],
    ];
    for (let round = 0; round < 5000; round += 1) {
      let text = '';
      for (let length = random(12); length > 0; length -= 1) {
        text += random(3) ? pieces[random(pieces.length)] : String.fromCharCode(random(0x10000));
      }
      // No id that nobody put there.
      for (const { sealId, at } of readMarks(text)) assert.ok(sealId === id && at < text.length);
      const plain = unmark(text);
      assert.equal(unmark(markText(plain, other)), unmark(plain));
    }
  });

  test('carry the id of a seal, and nothing else', () => {
    for (const wrong of ['', 'x', `${id}0`, 'urn:uuid:', null, undefined, 7, {}]) {
      assert.throws(
        () => markText('text', wrong),
        (error) => error instanceof TouchmarkError && error.code === 'seal-id-invalid',
      );
    }
  });

  /** Numbers below a bound, the same in every run. */
  function randomNumbers(seed) {
    let state = seed;
    return (bound) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * bound);
    };
  }
});

describe('lines and labels', () => {
  test('say how many, of which origin, when and where', () => {
    const verdicts = [synthetic, undisclosed, synthetic, synthetic, altered];
    assert.match(
      summaryLine(verdicts, { words: english, host: 'crm.example' }),
      /^Where these records came from: Synthetic data: 3, Origin not disclosed: 1, Synthetic data · changed since signing: 1 · Checked \d+ \w+ \d{4}, \d\d:\d\d UTC · Copied from crm\.example$/,
    );
    assert.equal(
      summaryLine([null], { words: english }),
      'Where these records came from: Could not check: 1',
    );
  });

  test('are in the language of the page where it has the words', async () => {
    const german = await wordsFor('de-AT');
    assert.equal(german.lang, 'de-AT');
    assert.match(
      summaryLine([synthetic, undisclosed], { words: german }),
      /Synthetische Daten: 1.*Herkunft nicht angegeben: 1/,
    );
    assert.match(seriesLabel('Umsatz', 'synthetic', german), /Umsatz.*Synthetische Daten/);
    assert.equal(seriesLabel('Pipeline', 'ai-generated', english), 'Pipeline (AI-generated)');
  });
});
