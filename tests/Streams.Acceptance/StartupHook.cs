using System.Globalization;

/// <summary>
/// Loaded into the program itself (DOTNET_STARTUP_HOOKS): STREAMS_TEST_ENDS_AT names records, <c>decode:source:offset</c> or
/// <c>step:source:offset</c>, that end the process, the one by a fast failure, the other by overflowing its stack.
/// </summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("STREAMS_TEST_ENDS_AT") is not { Length: > 0 } places) return;
        var ends = places.Split(',').ToHashSet();
        AppContext.SetData("Streams.Stepping", (Action<string, int, long>)((what, source, offset) =>
        {
            if (!ends.Contains(string.Create(CultureInfo.InvariantCulture, $"{what}:{source}:{offset}"))) return;
            if (what == "decode") Environment.FailFast("a planted record");
            Overflow(0);
        }));
    }

    private static int Overflow(int depth) => Overflow(depth + 1) + depth;
}
