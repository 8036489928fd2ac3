/** node import.cjs FILE: CPU of loading a bundle in a process that has loaded nothing else, in milliseconds. */
const before = process.cpuUsage();
require(process.argv[2]);
const { user, system } = process.cpuUsage(before);
process.stdout.write(String((user + system) / 1000));
process.exit(0);
