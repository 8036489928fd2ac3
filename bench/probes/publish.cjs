/**
 * node publish.cjs FILE BATCH: CPU of a bundle's `publish` for one batch of a stream, and of the least that any publisher
 * has to do: parse the batch, read the fields, build the entries. In milliseconds, as JSON.
 */
const { readFileSync } = require('node:fs');

const [, , bundle, batchFile] = process.argv;
const { publish } = require(bundle);
const text = readFileSync(batchFile, 'utf8');
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 60_000 };

const published = async () => {
  const { batchItemFailures } = await publish(JSON.parse(text), context);
  if (batchItemFailures.length > 0) throw new Error(`Not published: ${JSON.stringify(batchItemFailures)}`);
};

const floor = () =>
  JSON.parse(text).Records.map(({ dynamodb }) => {
    const { events, ...meta } = JSON.parse(dynamodb.NewImage.outbox.S);
    const details = events.map(({ type, data }) => ({ DetailType: type, Detail: JSON.stringify({ meta, data }) }));
    return details.map((entry) => ({ EventBusName: 'bus', Source: 'bench', ...entry }));
  });

const cpuOf = async (work, times) => {
  for (let time = 0; time < times / 4; time += 1) await work();
  const before = process.cpuUsage();
  for (let time = 0; time < times; time += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / times;
};

const measure = async () => ({ floorMs: await cpuOf(floor, 400), publishMs: await cpuOf(published, 40) });

void measure().then((measured) => {
  process.stdout.write(JSON.stringify(measured));
  process.exit(0);
});
