import { writeFileSync } from 'node:fs';

const secondsOf = (ms) => Math.round(ms / 100) / 10;

/**
 * Says at the end how long each layer took. Files run side by side, so the layers add up to more than the whole. With
 * ORDERWIRE_LAYERS_FILE it is written there too: `{ layer: { files, tests, seconds } }`.
 */
export default class LayerTimes {
  #layers = new Map();

  onTestResult({ context }, { perfStats, numPassingTests, numFailingTests }) {
    const { name } = context.config.displayName;
    const { files, tests, ms } = this.#layers.get(name) ?? { files: 0, tests: 0, ms: 0 };
    const took = perfStats.end - perfStats.start;
    this.#layers.set(name, { files: files + 1, tests: tests + numPassingTests + numFailingTests, ms: ms + took });
  }

  onRunComplete() {
    const layers = [...this.#layers].sort(([, one], [, other]) => other.ms - one.ms);
    for (const [name, { files, tests, ms }] of layers) {
      const counts = `${String(files).padStart(4)} files ${String(tests).padStart(6)} tests`;
      process.stderr.write(`${name.padEnd(14)}${counts} ${secondsOf(ms).toFixed(1).padStart(8)} s\n`);
    }
    const told = layers.map(([name, { files, tests, ms }]) => [name, { files, tests, seconds: secondsOf(ms) }]);
    const file = process.env.ORDERWIRE_LAYERS_FILE;
    if (file) writeFileSync(file, JSON.stringify(Object.fromEntries(told), null, 2));
  }
}
