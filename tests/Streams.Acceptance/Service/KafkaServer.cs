using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Streams.Kafka;

namespace Streams.Acceptance.Service;

/// <summary>A real broker of the shared services, on ports and in a folder of its own; gone with its data at the end.</summary>
public sealed class KafkaServer : IDisposable
{
    private readonly string _script;
    private readonly string _folder;
    private readonly int _port;

    static KafkaServer() => KafkaNative.Load();

    public KafkaServer(params string[] options)
    {
        _script = Path.Combine(Shared.Root!, "services", "kafka", "kafka");
        _folder = Directory.CreateTempSubdirectory("streams-kafka").FullName;
        _port = FreePort();
        var environment = Script(["start", .. options]);
        Bootstrap = Value(environment, "STREAMS_TEST_KAFKA")!;
        Secure = Value(environment, "STREAMS_TEST_KAFKA_SECURE");
        CaFile = Value(environment, "STREAMS_TEST_KAFKA_CA");
    }

    public string Bootstrap { get; }

    /// <summary>The SASL_SSL listener, where it was asked for.</summary>
    public string? Secure { get; }

    public string? CaFile { get; }

    /// <summary>kill, suspend, resume, restart.</summary>
    public void Node(string what, int node) => Script([what, node.ToString(CultureInfo.InvariantCulture)]);

    public void Dispose()
    {
        Script(["stop", "--delete"]);
        Directory.Delete(_folder, recursive: true);
    }

    private string Script(string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { _script }.Concat(arguments).Concat(["--port", _port.ToString(CultureInfo.InvariantCulture)]))
            start.ArgumentList.Add(argument);
        start.Environment["STREAMS_SERVICES_DIR"] = _folder;
        start.Environment["KAFKA_HEAP"] = "320m";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"kafka {string.Join(' ', arguments)}: {errors.Result}");
        return output;
    }

    private static string? Value(string environment, string name) => environment.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Replace("export ", "", StringComparison.Ordinal).Trim(';', ' '))
        .Where(line => line.StartsWith(name + "=", StringComparison.Ordinal))
        .Select(line => line[(name.Length + 1)..].Trim('\'', '"')).FirstOrDefault();

    /// <summary>The first of a run of free ports: every node takes some behind it.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return port > 60_000 ? port - 20_000 : port;
    }
}
