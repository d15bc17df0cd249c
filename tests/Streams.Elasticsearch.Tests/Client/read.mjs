// Reads accounts, findings and rings as the interface document says, with Elastic's own client. Prints one JSON object.
import { Client } from '@elastic/elasticsearch';

const [, , node, prefix] = process.argv;
const client = new Client({ node });

async function all(index, query) {
  const documents = [];
  for await (const document of client.helpers.scrollDocuments({ index, query, size: 200 })) documents.push(document);
  return documents;
}

const accounts = await all(`${prefix}-accounts`, { term: { 'streams.status': 'open' } });
const findings = await all(`${prefix}-findings-*`, { terms: { 'streams.status': ['open', 'suppressed'] } });
const rings = await all(`${prefix}-rings`, { term: { 'streams.status': 'open' } });
const worst = await client.search({
  index: `${prefix}-accounts`,
  size: 1,
  sort: [{ 'user.risk.calculated_score_norm': 'desc' }, { 'user.name': 'asc' }],
});
const rules = await client.search({
  index: `${prefix}-findings-*`,
  size: 0,
  aggs: { rules: { terms: { field: 'rule.id', size: 50 } } },
});

const fields = (name) => (document) => name.split('.').reduce((at, key) => at?.[key], document);
const missing = (documents, names) =>
  names.filter((name) => documents.some((document) => fields(name)(document) === undefined));
const common = ['@timestamp', 'ecs.version', 'event.kind', 'user.name', 'streams.status', 'related.user',
  'user.risk.calculated_score_norm', 'user.risk.calculated_level'];

console.log(JSON.stringify({
  missing: {
    accounts: missing(accounts, [...common, 'rule.id', 'streams.reasons']),
    findings: missing(findings, [...common, 'rule.id', 'rule.name', 'streams.finding.id', 'streams.finding.points', 'threat.technique.id']),
    rings: missing(rings, [...common, 'streams.ring.id', 'streams.reasons']),
  },
  accounts: accounts.map((a) => [a.user.name, a.user.risk.calculated_score_norm, a.user.risk.calculated_level]),
  findings: findings.map((f) => [f.streams.finding.id, f.user.name, f.rule.id, f.streams.finding.points]),
  rings: rings.map((r) => [r.streams.ring.id, r.user.name, r.streams.ring.score]),
  worst: worst.hits.hits[0]._source.user.name,
  rules: Object.fromEntries(rules.aggregations.rules.buckets.map((b) => [b.key, b.doc_count])),
}));
