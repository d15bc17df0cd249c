using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Streams.Kafka;

namespace Streams.Acceptance.Service;

/// <summary>A real broker of the shared services, on ports and in a folder of its own; gone with its data at the end.</summary>
public sealed partial class KafkaServer : IDisposable
{
    /// <summary>Three nodes, ten ports apart.</summary>
    private const int PortsMax = 30;

    private readonly string _script;
    private readonly string _folder;
    private readonly int _port;
    private readonly int _heapMiB;

    static KafkaServer() => KafkaNative.Load();

    public KafkaServer(params string[] options)
        : this(320, options)
    {
    }

    public KafkaServer(int heapMiB, params string[] options)
    {
        _heapMiB = heapMiB;
        _script = Path.Combine(Shared.Root!, "services", "kafka", "kafka");
        _folder = Directory.CreateTempSubdirectory("streams-kafka").FullName;
        _port = FreePort();
        string[] environment;
        try
        {
            environment = Script(["start", .. options.Select(Placed)]).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception)
        {
            // Nobody has it yet who could dispose of what runs already.
            Dispose();
            throw;
        }

        Bootstrap = Value(environment, "STREAMS_TEST_KAFKA")!;
        Secure = Value(environment, "STREAMS_TEST_KAFKA_SECURE");
        CaFile = Value(environment, "STREAMS_TEST_KAFKA_CA");
    }

    public string Bootstrap { get; }

    /// <summary>The SASL_SSL listener, where it was asked for.</summary>
    public string? Secure { get; }

    public string? CaFile { get; }

    /// <summary>The listener that wants a client's certificate, where <see cref="Listeners"/> were asked for.</summary>
    public string Mutual => Placed("127.0.0.1:{+3}");

    /// <summary>Gives a user a password; the client's library is too old to ask a broker for it.</summary>
    public void AddScramUser(string mechanism, string user, string password)
    {
        using var process = Process.Start(new ProcessStartInfo("java",
        [
            "-Xmx128m", "-XX:TieredStopAtLevel=1", "-cp", Path.Combine(Path.GetDirectoryName(_script)!, "lib", "*"), "kafka.admin.ConfigCommand",
            "--bootstrap-server", Bootstrap, "--alter", "--entity-type", "users", "--entity-name", user, "--add-config", $"{mechanism}=[password={password}]",
        ])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, output + errors.Result);
    }

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
        start.Environment["KAFKA_HEAP"] = string.Create(CultureInfo.InvariantCulture, $"{_heapMiB}m");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"kafka {string.Join(' ', arguments)}: {errors.Result}");
        return output;
    }

    /// <summary>In options <c>{data}</c> is the folder of the cluster, and <c>{+2}</c> two above its first port.</summary>
    private string Placed(string option) => PortOffset()
        .Replace(option, offset => FormattableString.Invariant($"{_port + int.Parse(offset.Groups[1].Value, CultureInfo.InvariantCulture)}"))
        .Replace("{data}", $"{_folder}/kafka-{_port.ToString(CultureInfo.InvariantCulture)}", StringComparison.Ordinal);

    [GeneratedRegex("[{][+]([0-9]+)[}]")]
    private static partial Regex PortOffset();

    private static string? Value(string[] environment, string name) => environment
        .Select(line => line.Replace("export ", "", StringComparison.Ordinal).Trim(';', ' '))
        .Where(line => line.StartsWith(name + "=", StringComparison.Ordinal))
        .Select(line => line[(name.Length + 1)..].Trim('\'', '"')).FirstOrDefault();

    /// <summary>
    /// The first of a run of free ports: every node takes some behind it. Below those that outgoing connections get: one
    /// of them would sit on the port of a node that is away, or even talk to itself there.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(15_000, 32_000);
            if (Enumerable.Range(port, PortsMax).All(IsFree)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
