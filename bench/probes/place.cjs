/** node place.cjs FILE REQUEST: CPU of a bundle's `placeOrder` for one request, in milliseconds. */
const { readFileSync } = require('node:fs');

const [, , bundle, requestFile] = process.argv;
const { placeOrder } = require(bundle);
const text = readFileSync(requestFile, 'utf8');
const context = { awsRequestId: 'bench', getRemainingTimeInMillis: () => 60_000 };
const TIMES = 1_000;

const place = async () => {
  const { statusCode, body } = await placeOrder(JSON.parse(text), context);
  if (statusCode !== 201) throw new Error(`Not placed: ${body}`);
};

const measure = async () => {
  for (let time = 0; time < TIMES; time += 1) await place();
  const before = process.cpuUsage();
  for (let time = 0; time < TIMES; time += 1) await place();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / TIMES;
};

void measure().then((milliseconds) => {
  process.stdout.write(String(milliseconds));
  process.exit(0);
});
