// What the CDK's diff says of each pair of templates of two folders, by the name of their file.
//
// Usage: node conformance/cloudformation_diff.js NODE_MODULES OLD NEW
//
// With `--rounds N` it prints how many milliseconds the N rounds over all pairs took instead, each of them, without
// what Node takes to start.

const fs = require("node:fs");
const path = require("node:path");

const [modules, before, after, , rounds] = process.argv.slice(2);
const { fullDiff } = require(path.resolve(modules, "@aws-cdk/cloudformation-diff"));

const read = (folder, name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));
const pairs = fs.readdirSync(before).sort().map((name) => [name, read(before, name), read(after, name)]);

/** The impact of each key whose value is different. */
const impacts = (changes) => Object.fromEntries(Object.entries(changes).map(([name, one]) => [name, one.changeImpact]));

function verdict(difference) {
  const resources = {};
  difference.resources.forEachDifference((id, one) => {
    resources[id] = {
      impact: one.changeImpact,
      properties: impacts(one.propertyUpdates),
      others: Object.keys(one.otherChanges).sort(),
    };
  });
  const section = (one) => Object.keys(one.changes).sort();
  return {
    resources,
    sections: {
      Parameters: section(difference.parameters),
      Outputs: section(difference.outputs),
      Conditions: section(difference.conditions),
      Mappings: section(difference.mappings),
    },
  };
}

/** It stops at policies without a document, for one. */
function attempt(old, now) {
  try {
    return verdict(fullDiff(old, now));
  } catch (error) {
    return { error: error.message };
  }
}

if (rounds) {
  const times = Array.from({ length: Number(rounds) }, () => {
    const start = process.hrtime.bigint();
    pairs.forEach(([, old, now]) => attempt(old, now));
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  console.log(JSON.stringify(times));
} else {
  const verdicts = pairs.map(([name, old, now]) => [name.replace(".template.json", ""), attempt(old, now)]);
  console.log(JSON.stringify(Object.fromEntries(verdicts)));
}
