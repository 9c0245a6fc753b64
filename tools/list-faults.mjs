const EXPECTED = [
  /^(package\.json|README\.md|LICENSE|NOTICE)$/,
  /^bin\/(?:[\w-]+\.js|package\.json)$/,
  /^dist\/.+\.(js|js\.map|d\.ts|d\.ts\.map|json)$/,
  /^dist\/THIRD-PARTY-NOTICES\.txt$/,
  /^dist\/credential-process\.cjs$/,
  /^src\/.+\.(ts|json)$/,
];

/**
 * What is wrong with the list of files of a packed package: a file that has no business there, a
 * source without its build, a build whose source is gone.
 *
 * @param {readonly string[]} files
 * @param {{ bundled?: boolean }} [how] - `bundled` when one build stands for all sources, and these are not packed
 * @returns {string[]}
 */
export function listFaults(files, { bundled = false } = {}) {
  const present = new Set(files);
  const faults = files
    .filter((file) => /\.test\./.test(file) || !EXPECTED.some((form) => form.test(file)))
    .map((file) => `${file} must not be packed`);
  if (bundled) {
    const needed = ['dist/main.js', 'dist/credential-process.cjs', 'dist/THIRD-PARTY-NOTICES.txt'];
    return [
      ...faults,
      ...needed.filter((file) => !present.has(file)).map((file) => `${file} is not built`),
      ...files
        .filter((file) => file.startsWith('src/'))
        .map((file) => `${file} must not be packed`),
    ];
  }
  for (const file of files) {
    const source = /^src\/(?<stem>.+)(?<!\.d)(?<!\.test)\.ts$/.exec(file)?.groups?.['stem'];
    const build = /^dist\/(?<stem>.+)\.js$/.exec(file)?.groups?.['stem'];
    if (source !== undefined && !present.has(`dist/${source}.js`)) {
      faults.push(`${file} is not built`);
    }
    if (build !== undefined && !present.has(`src/${build}.ts`)) {
      faults.push(`${file} has no source: remove dist and build again`);
    }
  }
  return faults;
}
