using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Streams.Cli.Configuration;
using Streams.Cli.Configuration.Sections;

namespace Streams.Cli.Checking;

/// <summary>Secrets are there, readable and not empty; certificates are PEM. Content is never said.</summary>
internal sealed class FileCheck : IEnvironmentCheck
{
    private const int SecretBytesMax = 64 << 10;

    public string Name => "files";

    public Task<IReadOnlyList<ConfigurationProblem>> CheckAsync(StreamsConfiguration configuration,
        CancellationToken cancel)
    {
        var problems = new List<ConfigurationProblem>();
        foreach (var (path, file) in SettingWalk.Files(configuration, SettingKind.SecretFile))
            CheckSecret(path, file, problems);
        foreach (var (path, file) in SettingWalk.Files(configuration, SettingKind.File))
            if (IsCertificate(path)) CheckCertificate(path, file, problems);
        return Task.FromResult<IReadOnlyList<ConfigurationProblem>>(problems);
    }

    private static bool IsCertificate(string path) =>
        path.EndsWith("ca_file", StringComparison.Ordinal) || path.EndsWith("cert_file", StringComparison.Ordinal);

    private static void CheckSecret(string path, string file, List<ConfigurationProblem> problems)
    {
        var found = Try(file, stream => stream.Length switch
        {
            0 when stream.ReadByte() < 0 => "an empty file",
            > SecretBytesMax => "a large file",
            _ => null,
        });
        if (found is null) return;
        problems.Add(new ConfigurationProblem(
            path, found, "a small file that this user can read", "its name is not shown: it may hold the secret itself"));
    }

    private static void CheckCertificate(string path, string file, List<ConfigurationProblem> problems)
    {
        var found = Try(file, _ =>
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file);
            return certificates.Count == 0 ? "no certificate" : null;
        });
        if (found is null) return;
        problems.Add(new ConfigurationProblem(path, $"{found} in {file}", "certificates in PEM"));
    }

    private static string? Try(string file, Func<FileStream, string?> look)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return look(stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "no file";
        }
        catch (UnauthorizedAccessException)
        {
            return "a file that may not be read, or a folder";
        }
        catch (Exception e) when (e is IOException or CryptographicException or ArgumentException)
        {
            return "a file that cannot be used";
        }
    }
}
