using System.Runtime.InteropServices;

namespace Streams.Cli.Running;

/// <summary>
/// The C library's heap under the native clients. It gives every thread an arena of its own, learns to keep large blocks in
/// them, and hardly ever gives one back: over days that is several times what is in use.
/// </summary>
internal static class NativeHeap
{
    private const int ArenasMax = -8, MapFrom = -3;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Mallopt(int parameter, int value);

    /// <summary>Few arenas, and blocks from 256 KiB on that go back when they are freed; where the C library is another, nothing.</summary>
    public static void Tame()
    {
        if (!NativeLibrary.TryLoad("libc.so.6", out var library) || !NativeLibrary.TryGetExport(library, "mallopt", out var address)) return;
        var mallopt = Marshal.GetDelegateForFunctionPointer<Mallopt>(address);
        _ = mallopt(ArenasMax, 2);
        _ = mallopt(MapFrom, 256 << 10);
    }
}
