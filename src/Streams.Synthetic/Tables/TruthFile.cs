using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Streams.Synthetic.People;

namespace Streams.Synthetic.Tables;

/// <summary>
/// truth.json: what every account really is. Written last, because only the simulation knows when a scheme first
/// showed.
/// </summary>
internal static class TruthFile
{
    public static void Write(Company company, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream,
            new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("schema", "streams.truth/1");
        json.WriteNumber("seed", company.Options.Seed);
        json.WriteString("start", company.Options.Start.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteNumber("days", company.Options.Days);
        Families(json, company);
        HardCases(json, company);
        json.WriteStartArray("quarantined");
        foreach (var (folder, why) in Logs.Defects.Planted)
        {
            json.WriteStartObject();
            json.WriteString("folder", folder);
            json.WriteString("why", why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("accounts");
        foreach (var account in company.Accounts.OrderBy(account => account.Email, StringComparer.Ordinal)) Account(json, account);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Families(Utf8JsonWriter json, Company company)
    {
        json.WriteStartObject("families");
        foreach (var family in Family.Schemes)
            json.WriteNumber(family, company.Accounts.Count(account => account.Scheme?.Family == family));
        json.WriteNumber(Family.Benign, company.Accounts.Count(account => account.Scheme is null));
        json.WriteEndObject();
    }

    private static void HardCases(Utf8JsonWriter json, Company company)
    {
        json.WriteStartObject("hard_cases");
        var cases = company.Accounts.SelectMany(account => account.HardCases.Select(name => (name, account.Email)));
        foreach (var group in cases.GroupBy(pair => pair.name).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            json.WriteStartArray(group.Key);
            foreach (var email in group.Select(pair => pair.Email).Order(StringComparer.Ordinal)) json.WriteStringValue(email);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void Account(Utf8JsonWriter json, Account account)
    {
        json.WriteStartObject();
        json.WriteString("account", account.Email);
        json.WriteString("family", account.Scheme?.Family ?? Family.Benign);
        json.WriteBoolean("is_scheme", account.Scheme is not null);
        json.WriteString("ring", account.Scheme?.Ring);
        json.WriteBoolean("covered", account.Scheme?.Covered ?? false);
        json.WriteStartArray("expected_rules");
        foreach (var rule in account.Scheme?.ExpectedRules ?? []) json.WriteStringValue(rule);
        json.WriteEndArray();
        json.WriteString("first_malicious", account.Scheme?.FirstEvent is { } time
            ? DateTimeOffset.FromUnixTimeMilliseconds(time).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) : null);
        json.WriteStartArray("hard_cases");
        foreach (var name in account.HardCases) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteString("notes", account.Scheme?.Notes ?? string.Join("; ", account.Notes));
        json.WriteEndObject();
    }
}
