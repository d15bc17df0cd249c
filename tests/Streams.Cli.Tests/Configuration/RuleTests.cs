namespace Streams.Cli.Tests.Configuration;

public sealed class RuleTests
{
    private const string Scram = "protocol: SASL_SSL, mechanism: SCRAM-SHA-512, username: u, password_file: p";

    [Theory]
    [InlineData("protocol: PLAINTEXT")]
    [InlineData("protocol: SSL, ca_file: ca.pem, cert_file: c.pem, key_file: k.pem, key_password_file: w")]
    [InlineData(Scram)]
    [InlineData("protocol: SASL_SSL, mechanism: PLAIN, username: u, password_file: p")]
    [InlineData("protocol: SASL_PLAINTEXT, mechanism: SCRAM-SHA-256, username: u, password_file: p")]
    [InlineData("protocol: SASL_SSL, mechanism: OAUTHBEARER, oauth_endpoint: 'https://l.example/t', oauth_client_id: c, oauth_client_secret_file: s")]
    [InlineData("protocol: SASL_SSL, mechanism: OAUTHBEARER, oauth_endpoint: 'https://l.example/t', oauth_client_id: c, oauth_client_secret_file: s, oauth_ca_file: a")]
    [InlineData(Scram + ", insecure_skip_host_verification: true, insecure_accept_impersonation: true")]
    public void Accepts_brokers_secured_as(string security) =>
        Configured.By($"kafka: {{security: {{{security}}}}}").Fine();

    [Theory]
    [InlineData("protocol: SASL_SSL", "mechanism")]
    [InlineData("protocol: SASL_PLAINTEXT, mechanism: PLAIN, username: u, password_file: p", "mechanism")]
    [InlineData("protocol: SASL_SSL, mechanism: PLAIN, username: u", "password_file")]
    [InlineData("protocol: SASL_SSL, mechanism: SCRAM-SHA-256, password_file: p", "username")]
    [InlineData("protocol: SASL_SSL, mechanism: OAUTHBEARER, oauth_endpoint: 'https://l.example/t', oauth_client_id: c",
        "oauth_client_secret_file")]
    [InlineData("protocol: SASL_SSL, mechanism: OAUTHBEARER, oauth_endpoint: 'http://l.example/t', oauth_client_id: c, oauth_client_secret_file: s", "oauth_endpoint")]
    [InlineData("username: u", "username")]
    [InlineData("ca_file: ca.pem", "ca_file")]
    [InlineData("protocol: SSL, cert_file: c.pem", "key_file")]
    [InlineData("protocol: SSL, key_file: k.pem", "cert_file")]
    [InlineData(Scram + ", insecure_skip_host_verification: true", "insecure_skip_host_verification")]
    [InlineData(Scram + ", insecure_accept_impersonation: true", "insecure_accept_impersonation")]
    public void Rejects_brokers_secured_as(string security, string path) =>
        Configured.By($"kafka: {{security: {{{security}}}}}").Only($"kafka.security.{path}");

    [Fact]
    public void Host_names_are_verified_unless_two_keys_say_otherwise()
    {
        Configured.By($"kafka: {{security: {{{Scram}}}}}").Configuration.Kafka.Security.VerifiesHostName.ShouldBeTrue();
        Configured.By($"kafka: {{security: {{{Scram}, insecure_skip_host_verification: true}}}}").Configuration.Kafka.Security.VerifiesHostName.ShouldBeTrue();
    }

    [Fact]
    public void An_unreadable_protocol_does_not_raise_what_follows_from_its_default() =>
        Configured.By("kafka: {security: {protocol: SASL_SLL, mechanism: PLAIN, username: u}}")
            .Only("kafka.security.protocol");

    [Theory]
    [InlineData("sources: []", "sources")]
    [InlineData("sources: [{topic: a}, {topic: a}]", "sources[1].topic")]
    [InlineData("sources: [{topic: streams.results}]", "sources[0].topic")]
    [InlineData("sources: [{topic: a}]\ntables: {directory_topic: a}", "tables.directory_topic")]
    [InlineData("topology: {replication_factor: 2, min_insync_replicas: 3}", "topology.min_insync_replicas")]
    [InlineData("topology: {flow_retention: 1h}\nprocessing: {snapshot_interval: 1h}", "topology.flow_retention")]
    [InlineData("processing: {remember: 1m}", "processing.remember")]
    [InlineData("kafka: {queue_memory: 1GiB}", "kafka.queue_memory")]
    [InlineData("processing: {idle_after: 28m}", "processing.idle_after")]
    [InlineData("processing: {lateness: 90s}", "processing.idle_after")]
    [InlineData("elasticsearch: {urls: ['https://e:1'], api_key_file: k, username: u, password_file: p}",
        "elasticsearch.api_key_file")]
    [InlineData("elasticsearch: {urls: ['https://e:1'], username: u}", "elasticsearch.password_file")]
    [InlineData("elasticsearch: {api_key_file: k}", "elasticsearch.urls")]
    [InlineData("elasticsearch: {urls: ['http://e.example:9200'], api_key_file: k}", "elasticsearch")]
    [InlineData("kibana: {username: u, password_file: p}", "kibana.url")]
    [InlineData("http: {bind: '0.0.0.0:8080'}", "http.bind")]
    [InlineData("http: {bind: '[::]:8080'}", "http.bind")]
    [InlineData("alerts: {maintenance: [{from: 2026-03-02T00:00:00Z, to: 2026-03-01T00:00:00Z, reason: x}]}",
        "alerts.maintenance[0].to")]
    [InlineData("alerts: {quiet_hours: [{from: '06:00', to: '06:00'}]}", "alerts.quiet_hours[0].to")]
    [InlineData("alerts: {close_below: 70}", "alerts.close_below")]
    [InlineData("detections: {score: {page_score: 60}}", "detections.score.ticket_score")]
    [InlineData("detections: {rules: {endless_run: {long_hours: 30}}}", "detections.rules.endless_run.long_hours")]
    public void Rejects_settings_that_do_not_go_together(string yaml, string path) => Configured.By(yaml).Only(path);

    [Theory]
    [InlineData("processing: {idle_after: 27m}")]
    [InlineData("processing: {lateness: 0}")]
    [InlineData("http: {bind: '0.0.0.0:8080', token_file: t}")]
    [InlineData("http: {bind: '0.0.0.0:8080', insecure_allow_anyone: true}")]
    [InlineData("http: {bind: '[::1]:8080'}")]
    [InlineData("elasticsearch: {urls: ['http://localhost:9200'], api_key_file: k}")]
    [InlineData("elasticsearch: {urls: ['http://es.example:9200']}")]
    [InlineData("alerts: {quiet_hours: [{from: '22:00', to: '06:00', time_zone: Europe/Berlin}]}")]
    public void Accepts_settings_that_go_together(string yaml) => Configured.By(yaml).Fine();

    [Theory]
    [InlineData("name: a, kind: generic, url: 'https://a.example/', secret_files: [s]", null)]
    [InlineData("name: a, kind: slack, url_file: f", null)]
    [InlineData("name: a, kind: pagerduty, routing_key_file: f", null)]
    [InlineData("name: a, kind: generic, url: 'https://a.example/'", "secret_files")]
    [InlineData("name: a, kind: generic, secret_files: [s]", "url")]
    [InlineData("name: a, kind: generic, url: 'http://a.example/', secret_files: [s]", "url")]
    [InlineData("name: a, kind: generic, url: 'https://a.example/', url_file: f, secret_files: [s]", "url")]
    [InlineData("name: a, kind: teams", "url_file")]
    [InlineData("name: a, kind: teams, url: 'https://a.example/'", "url")]
    [InlineData("name: a, kind: slack, url_file: f, secret_files: [s]", "secret_files")]
    [InlineData("name: a, kind: pagerduty", "routing_key_file")]
    [InlineData("name: a, kind: slack, url_file: f, routing_key_file: r", "routing_key_file")]
    [InlineData("name: a, kind: slac, url_file: f", "kind")]
    [InlineData("kind: slack, url_file: f", "name")]
    [InlineData("name: a, kind: slack, url_file: f, dispositions: []", "dispositions")]
    public void A_destination_has_what_its_kind_needs(string destination, string? path)
    {
        var read = Configured.By($"webhooks: {{destinations: [{{{destination}}}]}}");
        if (path is null) read.Fine();
        else read.Only($"webhooks.destinations[0].{path}");
    }

    [Fact]
    public void Rejects_two_destinations_of_one_name() =>
        Configured.By("webhooks: {destinations: [{name: a, kind: slack, url_file: f}, {name: A, kind: slack, url_file: f}]}").Only("webhooks.destinations[1].name");
}
