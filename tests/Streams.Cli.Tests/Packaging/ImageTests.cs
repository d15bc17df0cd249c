namespace Streams.Cli.Tests.Packaging;

public sealed class ImageTests
{
    private static readonly string[] Lines = Repository.Read("Dockerfile").Split('\n');

    [Fact]
    public void Every_project_is_copied_before_the_restore()
    {
        var restore = Array.FindIndex(Lines, line => line.StartsWith("RUN dotnet restore", StringComparison.Ordinal));
        var projects = Directory.GetFiles(Repository.Path("src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace('\\', '/')).ToList();
        projects.ShouldNotBeEmpty();
        foreach (var project in projects)
        {
            var folder = project[..(project.LastIndexOf('/') + 1)];
            var copy = Lines.Take(restore).SingleOrDefault(line => line.StartsWith($"COPY {project} ", StringComparison.Ordinal))
                .ShouldNotBeNull($"{project} is not copied");
            copy.Split(' ').ShouldContain($"{folder}packages.lock.json");
            copy.Split(' ')[^1].ShouldBe(folder);
            foreach (var props in Directory.GetFiles(Repository.Path(folder), "*.props").Select(Path.GetFileName))
                copy.Split(' ').ShouldContain(folder + props);
        }
    }

    /// <summary>The image has no librdkafka of the system: without the package's own, nothing in it would reach Kafka.</summary>
    [Fact]
    public void The_image_takes_the_Kafka_client_with_its_native_library()
    {
        Lines.ShouldContain("ARG PROPERTIES=-p:KafkaClient=package");
        Lines.Where(line => line.Contains("dotnet restore", StringComparison.Ordinal) || line.Contains("dotnet publish", StringComparison.Ordinal))
            .ShouldAllBe(line => line.EndsWith(" $PROPERTIES", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_copied_is_there()
    {
        var copied = Lines.Where(line =>
            line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from", StringComparison.Ordinal))
            .SelectMany(line => line.Split(' ')[1..^1]).Where(path => path != ".");
        foreach (var path in copied)
            (File.Exists(Repository.Path(path)) || Directory.Exists(Repository.Path(path))).ShouldBeTrue(path);
    }

    [Fact]
    public void It_runs_without_a_shell_and_not_as_root()
    {
        var last = Lines[Array.FindLastIndex(Lines, line => line.StartsWith("FROM ", StringComparison.Ordinal))..];
        last[0].ShouldEndWith("aspnet:10.0-noble-chiseled-extra");
        last.ShouldContain("USER $APP_UID");
        last.ShouldNotContain(line => line.StartsWith("RUN ", StringComparison.Ordinal));
    }

    [Fact]
    public void The_program_takes_its_commands()
    {
        CommandLines.ShouldBeTaken(Arguments("CMD "));
        var health = Arguments("HEALTHCHECK ");
        health[0].ShouldBe("/app/streams");
        CommandLines.ShouldBeTaken([.. health.Skip(1)]);
    }

    [Fact]
    public void The_unit_runs_what_the_program_takes()
    {
        var unit = Repository.Read("config/deploy/streams.service").Split('\n');
        foreach (var key in new[] { "ExecStartPre=", "ExecStart=" })
        {
            var words = unit.Single(line => line.StartsWith(key, StringComparison.Ordinal))[key.Length..].Split(' ');
            words[0].ShouldBe("/opt/streams/streams");
            CommandLines.ShouldBeTaken(words[1..]);
        }

        foreach (var line in unit.Where(line => line.StartsWith("Environment=STREAMS", StringComparison.Ordinal)))
            CommandLines.ShouldBeASetting(line["Environment=".Length..].Split('=')[0]);
        unit.ShouldContain("Type=notify");
        unit.ShouldNotContain(line => line.StartsWith("MemoryDenyWriteExecute", StringComparison.Ordinal));
    }

    /// <summary>systemd's own reading of the unit; it also looks for the program, which is not installed here.</summary>
    [Fact]
    public void Systemd_understands_the_unit()
    {
        if (Program.Run("systemd-analyze", Repository.Root, null, "verify",
            Repository.Path("config/deploy/streams.service")) is not { } run)
        {
            Program.IsMissing("systemd-analyze");
            return;
        }

        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Contains("streams.service", StringComparison.Ordinal)
                && !line.Contains("is not executable", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    private static string[] Arguments(string instruction)
    {
        var line = Lines.Single(l => l.StartsWith(instruction, StringComparison.Ordinal));
        return System.Text.Json.JsonSerializer.Deserialize<string[]>(
            line[line.IndexOf('[', StringComparison.Ordinal)..])!;
    }
}
