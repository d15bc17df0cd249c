namespace Streams.Acceptance.Service;

/// <summary><c>feed</c>: everything that <c>generate</c> writes reaches the topics as collectors would have sent it.</summary>
[Collection(ServiceTestGroup.Name)]
public sealed class FeedTests(ServiceWorld world) : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Packed_wrapped_overlapping_and_newest_first_files_give_what_hunt_says_of_them()
    {
        if (Shared.IsMissing) return;
        var logs = Topics(out var topics);
        var written = Directory.GetFiles(logs, "*", SearchOption.AllDirectories);
        foreach (var kind in new[] { ".ndjson", ".json", ".log", "-signins-" }) written.ShouldContain(file => file.Contains(kind, StringComparison.Ordinal));
        var packed = Directory.GetFiles(Path.Combine(logs, topics[0]))[0];
        File.WriteAllBytes(packed + ".gz", Scratch.Gzip(File.ReadAllBytes(packed)));
        File.Delete(packed);

        using var deployment = new Deployment(world, new DeploymentOptions(world.Name(), topics) { Partitions = 1 });
        var fed = StreamsProgram.Run("feed", logs, "--config", deployment.Config).Exits(0).Error;
        foreach (var topic in topics) fed.ShouldContain($"{topic} {TopicRecord.ReadAll(world.Kafka.Bootstrap, topic).Count}");
        deployment.Start("a");
        deployment.WaitUntilTaken(topics);
        var found = deployment.Export(world.Expected.LastEvent());
        deployment.Said.ShouldBe("", "no event was late");
        found.Total("read").ShouldBe(world.Expected.Total("read"));
        found.ShouldEqual(world.Expected);
        deployment.Stop("a").ShouldBe(0, deployment.Logs);
    }

    [Fact]
    public void A_git_log_goes_in_whole_and_what_fits_nowhere_is_refused_before_anything_is_sent()
    {
        if (Shared.IsMissing) return;
        var name = world.Name();
        using var deployment = new Deployment(world, new DeploymentOptions(name, [$"{name}-git"]) { Partitions = 1 });
        var git = Path.Combine(world.Company.Logs, "git");
        StreamsProgram.Run("feed", git, "--config", deployment.Config).Exits(2).Error.ShouldContain("say --topic NAME");
        StreamsProgram.Run("feed", git, "--config", deployment.Config, "--topic", "nowhere").Exits(2).Error.ShouldContain("--topic nowhere");
        TopicRecord.ReadAll(world.Kafka.Bootstrap, $"{name}-git").ShouldBeEmpty();

        StreamsProgram.Run("feed", git, "--config", deployment.Config, "--topic", $"{name}-git", "--quiet").Exits(0);
        var records = TopicRecord.ReadAll(world.Kafka.Bootstrap, $"{name}-git");
        records.Count.ShouldBe(Directory.GetFiles(git).Sum(file => File.ReadAllText(file).Count(c => c == '\u001e')));
        var last = world.Expected.LastEvent();
        var replayed = _scratch.At("replayed.json");
        StreamsProgram.Run("replay", "--config", deployment.Config, "--from", "2025-01-01", "--to", last, "--all", "--json", replayed, "--quiet").Exits(0);
        HuntOutcome.Load(replayed).ShouldEqual(world.Company.HuntOver([git], "--all", "--until", last));
    }

    /// <summary>The logs that are streamed, each folder called like a topic of this test's own.</summary>
    private string Topics(out IReadOnlyList<string> topics)
    {
        var name = world.Name();
        var logs = _scratch.At("logs");
        Directory.CreateDirectory(logs);
        foreach (var folder in Directory.GetDirectories(world.Logs))
        {
            var own = Directory.CreateDirectory(Path.Combine(logs, $"{name}-{Path.GetFileName(folder)}")).FullName;
            foreach (var file in Directory.GetFiles(folder)) File.Copy(file, Path.Combine(own, Path.GetFileName(file)));
        }

        topics = [.. Directory.GetDirectories(logs).Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal)];
        return logs;
    }
}
