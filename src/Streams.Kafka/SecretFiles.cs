using System.Security.Cryptography;

namespace Streams.Kafka;

/// <summary>What the files behind a login held when they were read, as a digest.</summary>
internal sealed class SecretFiles
{
    private const int LookEveryMs = 1_000;

    private readonly KafkaSecurity _security;
    private readonly byte[]? _digest;
    private long _lookedAt;

    private SecretFiles(KafkaSecurity security)
    {
        _security = security;
        _digest = Digest();
    }

    public static SecretFiles Of(KafkaSecurity security) => new(security);

    /// <summary>Looks at most once a second: whoever polls may ask each time.</summary>
    public bool HaveChanged()
    {
        var now = Environment.TickCount64;
        if (now - _lookedAt < LookEveryMs) return false;
        _lookedAt = now;
        return Digest() is { } digest && !digest.AsSpan().SequenceEqual(_digest);
    }

    /// <summary>Null while one of them is not there: in the middle of a rotation it may be gone for a moment.</summary>
    private byte[]? Digest()
    {
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            string?[] files = [_security.PasswordFile, _security.CaFile, _security.CertFile, _security.KeyFile, _security.KeyPasswordFile];
            foreach (var file in files.OfType<string>()) hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
            return hash.GetHashAndReset();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
