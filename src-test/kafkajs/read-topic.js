// Reads every record that a topic holds, decodes it, and prints one line of JSON:
// {"records": N, "hosts": N, "gaps": N, "misplaced": N}
// A gap is a host's record whose sequence is not the one after the host's last; misplaced is a
// record whose key is not its host.
// Usage: node read-topic.js BOOTSTRAP_SERVERS REGISTRY_URL TOPIC
'use strict';
const {Kafka, logLevel} = require('kafkajs');
const {SchemaRegistry} = require('@kafkajs/confluent-schema-registry');

async function main([brokers, registryUrl, topic]) {
  if (!topic) {
    throw new Error('usage: node read-topic.js BOOTSTRAP_SERVERS REGISTRY_URL TOPIC');
  }
  const kafka = new Kafka({
    clientId: 'read-topic',
    brokers: brokers.split(','),
    logLevel: logLevel.ERROR,
  });
  const registry = new SchemaRegistry({host: registryUrl});

  const admin = kafka.admin();
  await admin.connect();
  const end = new Map();
  for (const {partition, low, high} of await admin.fetchTopicOffsets(topic)) {
    if (BigInt(high) > BigInt(low)) {
      end.set(partition, BigInt(high));
    }
  }
  await admin.disconnect();

  const last = new Map();
  let records = 0;
  let gaps = 0;
  let misplaced = 0;
  if (end.size > 0) {
    const consumer = kafka.consumer({groupId: `read-topic-${process.pid}`});
    await consumer.connect();
    await consumer.subscribe({topics: [topic], fromBeginning: true});
    await new Promise((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({payload}) => reject(payload.error));
      // a batch may hold nothing but a transaction's end, so its offsets count, not its records
      consumer.on(consumer.events.END_BATCH_PROCESS, ({payload}) => {
        const limit = end.get(payload.partition);
        if (limit !== undefined && BigInt(payload.lastOffset) + 1n >= limit) {
          end.delete(payload.partition);
        }
        if (end.size === 0) {
          resolve();
        }
      });
      consumer.run({
        eachBatch: async ({batch, resolveOffset}) => {
          for (const message of batch.messages) {
            const flow = await registry.decode(message.value);
            const expected = last.has(flow.host) ? last.get(flow.host) + 1 : 0;
            records += 1;
            gaps += flow.sequence === expected ? 0 : 1;
            misplaced += message.key.toString() === flow.host ? 0 : 1;
            last.set(flow.host, flow.sequence);
            resolveOffset(message.offset);
          }
        },
      }).catch(reject);
    });
    await consumer.disconnect();
  }
  console.log(JSON.stringify({records, hosts: last.size, gaps, misplaced}));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
