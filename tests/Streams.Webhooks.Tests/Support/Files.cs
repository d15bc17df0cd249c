namespace Streams.Webhooks.Tests.Support;

/// <summary>A folder that goes with the test, for secrets.</summary>
internal sealed class Files : IDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", OldSecret = "whsec_b2xkLW9sZC1vbGQtb2xkLW9sZC1vbGQtb2xk";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("streams-webhooks-");

    public string Root => _folder.FullName;

    public string Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
