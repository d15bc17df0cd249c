using Microsoft.Win32.SafeHandles;

namespace Streams.Files.Sorting;

/// <summary>
/// A private folder (0700) with files (0600) that nobody but their handle can reach: on Unix their names go as soon
/// as they are open, so that even a killed process leaves no log data behind.
/// </summary>
internal sealed class RunFolder(SorterSettings settings) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private string? _folder;
    private int _files;

    public SafeFileHandle Create()
    {
        try
        {
            if (_folder is null)
            {
                var folder = Path.Combine(settings.TempFolder, "streams-sort-" + Path.GetRandomFileName());
                if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
                else Directory.CreateDirectory(folder, OwnerOnly);
                _folder = folder;
            }

            // A FileStream is the one way to say the mode at creation; only its handle is kept.
            var path = Path.Combine(_folder, $"run-{_files++}");
            var options = new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                BufferSize = 0,
                Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
            };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var stream = new FileStream(path, options);
            if (!OperatingSystem.IsWindows()) File.Delete(path);
            GC.SuppressFinalize(stream);
            return stream.SafeFileHandle;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    public void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long at)
    {
        try
        {
            RandomAccess.Write(file, bytes, at);
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    public int Read(SafeFileHandle file, Span<byte> into, long at)
    {
        try
        {
            return RandomAccess.Read(file, into, at);
        }
        catch (IOException e)
        {
            throw Failed(e);
        }
    }

    public void Dispose()
    {
        if (_folder is null) return;
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // Somebody removed it already; nothing of ours is left inside.
        }

        _folder = null;
    }

    private SorterStorageException Failed(Exception e) => new(
        $"cannot keep sorted data in {settings.TempFolder}: {e.Message} "
        + $"Make room there, or name another folder with {settings.TempSetting}.",
        e);
}
