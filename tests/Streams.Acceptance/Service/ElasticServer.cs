using System.Diagnostics;
using System.Globalization;

namespace Streams.Acceptance.Service;

/// <summary>A real Elasticsearch of the shared services, in a folder of its own; gone with its data at the end.</summary>
public sealed class ElasticServer : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streams-elastic").FullName;
    private readonly int _port = KafkaServer.FreePort();

    public ElasticServer() => Script("start");

    public string Url => $"http://127.0.0.1:{_port}";

    public void Kill() => Script("kill");

    public void Start() => Script("start");

    public void Dispose()
    {
        Script("stop", "--delete");
        Directory.Delete(_folder, recursive: true);
    }

    private void Script(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Shared.Root!, "services", "elasticsearch", "elasticsearch"));
        foreach (var argument in arguments.Concat(["--port", _port.ToString(CultureInfo.InvariantCulture)])) start.ArgumentList.Add(argument);
        start.Environment["STREAMS_SERVICES_DIR"] = _folder;
        start.Environment["ELASTICSEARCH_HEAP"] = "320m";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"elasticsearch {string.Join(' ', arguments)}: {errors.Result}");
    }
}
