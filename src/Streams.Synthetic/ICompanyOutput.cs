namespace Streams.Synthetic;

/// <summary>
/// Where the files go: a folder, memory, an archive. A path is relative, with forward slashes; the writer closes the
/// stream.
/// </summary>
public interface ICompanyOutput
{
    Stream Open(string relativePath);
}
