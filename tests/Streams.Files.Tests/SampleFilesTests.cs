namespace Streams.Files.Tests;

public sealed class SampleFilesTests
{
    [Fact]
    public void Every_sample_is_divided_without_a_complaint_of_the_reader()
    {
        if (FindSamples() is not { } samples)
        {
            Console.WriteLine("No shared folder beside the repository (or in STREAMS_SHARED): samples were not read.");
            return;
        }

        var files = LogFiles.Find([samples]);
        files.Count.ShouldBeGreaterThan(100);
        foreach (var file in files)
        {
            file.IsReadable.ShouldBeTrue(file.Path + file.Reason);
            foreach (var part in LogParts.Open(file))
            {
                using (part) Reading.All(part.Stream!).ShouldAllBe(r => r.Problem == null, file.Path);
            }
        }
    }

    [Theory]
    [InlineData("okta/synthetic-ip-chain-api-array.json", RecordLayout.Array)]
    [InlineData("okta/panther-okta.ndjson", RecordLayout.Lines)]
    [InlineData("github/goscm-github-push.json", RecordLayout.Documents)]
    [InlineData("git-log/acme-payments.gitlog", RecordLayout.Separated)]
    public void Layout_is_told_by_content(string path, RecordLayout layout)
    {
        if (FindSamples() is not { } samples) return;
        using var file = File.OpenRead(Path.Combine(samples, path));
        using var reader = new RecordReader(file);
        reader.Read(out _, out _, out _).ShouldBeTrue();
        reader.Layout.ShouldBe(layout);
    }

    private static string? FindSamples()
    {
        var shared = Environment.GetEnvironmentVariable("STREAMS_SHARED");
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); shared is null && folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Streams.sln"))) shared = Path.Combine(folder.FullName, "..", "shared");
        }

        var samples = Path.Combine(shared ?? ".", "samples");
        return Directory.Exists(samples) ? samples : null;
    }
}
