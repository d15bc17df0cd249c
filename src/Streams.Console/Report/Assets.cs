using System.Security.Cryptography;
using System.Text;

namespace Streams.Console.Report;

/// <summary>Style, script and land outline of the report: files of this assembly.</summary>
internal static class Assets
{
    public static string Read(string name)
    {
        using var stream = typeof(Assets).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly has no resource {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>The source expression by which a content security policy allows exactly this inline text.</summary>
    public static string PolicyHash(string text) =>
        $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";
}
